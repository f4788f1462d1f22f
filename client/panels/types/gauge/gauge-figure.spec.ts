import { describe, expect, it } from '@jest/globals';
import { gaugeFigure } from './gauge-figure';

describe('gaugeFigure', () => {
  it('is large for short values, and smaller for long ones', () => {
    const sizes = ['5', '−1E308', '€1,999.99', '1,234,567.89'].map(
      (text) => gaugeFigure([{ text, unit: '' }]).fontSize,
    );
    expect(sizes).toEqual([34, 34, 26, 19]);
  });

  it('puts a short unit after the value, and a long one below, cut to fit', () => {
    expect(gaugeFigure([{ text: '184', unit: 'ms' }])).toMatchObject({ parts: [{ unit: 'ms' }], fontSize: 34 });
    const long = gaugeFigure([{ text: '5', unit: 'Milliliter pro Quadratzentimeter' }]);
    expect(long).toMatchObject({ parts: [{ text: '5', unit: '' }], fontSize: 34, below: 'Milliliter pro Quadratzen…' });
  });

  it('keeps all parts of a duration', () => {
    const parts = [
      { text: '12', unit: 'min' },
      { text: '30', unit: 's' },
    ];
    expect(gaugeFigure(parts)).toEqual({ parts, fontSize: 34, unitFontSize: expect.any(Number) });
  });
});
