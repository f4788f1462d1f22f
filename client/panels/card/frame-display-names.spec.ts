import { describe, expect, it } from '@jest/globals';
import { withDisplayNames } from './frame-display-names';
import { sampleRows, statusFrame } from '../testing/sample-frames';

describe('withDisplayNames', () => {
  it('replaces keys of statuses and metrics with their names', () => {
    const names = (query: { source: string }): unknown =>
      withDisplayNames(statusFrame({ name: 'K_x00FC_che', state: 'ok' }, { name: 'attic', state: 'ok' }), query)
        .fields[0]?.values;
    expect(names({ source: 'statuses' })).toEqual(['Küche', 'attic']);
    expect(names({ source: 'tables' })).toEqual(['K_x00FC_che', 'attic']);
    const alike = statusFrame({ name: 'a.b_x002E_c', state: 'ok' }, { name: 'a.b.c', state: 'ok' });
    expect(withDisplayNames(alike, { source: 'statuses' })).toBe(alike);
    const rows = sampleRows({ Gr_x00F6__x00DF_e: 1 });
    expect(withDisplayNames(rows, { source: 'metrics' }).fields[0]?.values).toEqual(['Größe']);
  });

  it('returns the same object if nothing changes', () => {
    const frame = statusFrame({ name: 'attic', state: 'ok' });
    expect(withDisplayNames(frame, { source: 'statuses' })).toBe(frame);
    expect(withDisplayNames(frame, undefined)).toBe(frame);
  });
});
