import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { runs } from '../../../test/support/jest/property-runs.js';
import type { MarkState } from '../state-mark/mark-state';
import { NO_OVERFLOW, type Overflow } from './measure-overflow';
import { overflowText } from './overflow-text';

const cut = (itemCount: number, ...items: number[]): Overflow => ({ items, itemCount, columns: 0, overflows: true });

describe('overflowText', () => {
  it('counts the items that are not visible, and those in a bad state', () => {
    const states = ['crit', 'ok', 'crit', 'warn', 'ok'] as const;
    expect(overflowText(cut(5, 2, 3, 4), states)).toEqual({ text: '+3 more, 1 critical, 1 warning', worst: 'crit' });
    expect(overflowText(cut(5, 4), states)).toEqual({ text: '+1 more', worst: undefined });
  });

  it('counts the items that are not in the DOM', () => {
    expect(overflowText({ ...NO_OVERFLOW, itemCount: 1 }, ['ok', 'crit', 'ok'])).toEqual({
      text: '+2 more, 1 critical',
      worst: 'crit',
    });
  });

  it('counts columns, with and without rows', () => {
    expect(overflowText({ ...cut(1, 0), columns: 2 }, [undefined])?.text).toBe('+1 more · +2 columns');
    expect(overflowText({ ...cut(1), columns: 1 }, [undefined])?.text).toBe('+1 column');
  });

  it('notes that a text continues', () => {
    expect(overflowText(cut(0), [])?.text).toBe('More text below');
  });

  it('is undefined if everything is visible', () => {
    expect(overflowText({ ...NO_OVERFLOW, itemCount: 1 }, ['crit'])).toBeUndefined();
  });

  it('does not count unknown states if all are unknown', () => {
    expect(overflowText(cut(2, 0), ['unknown', 'unknown'])?.text).toBe('+1 more');
    expect(overflowText(cut(2, 0), ['unknown', 'ok'])?.text).toBe('+1 more, 1 unknown');
  });

  it('counts every bad state that is not visible', () => {
    const states = fc.array(fc.constantFrom<MarkState>('ok', 'warn', 'crit', 'info'), { maxLength: 400 });
    fc.assert(
      fc.property(states, fc.nat(400), fc.nat(400), (given, onPage, inView) => {
        const count = Math.min(onPage, given.length);
        const items = Array.from({ length: Math.max(0, count - inView) }, (_, index) => inView + index);
        const unseen = given.slice(Math.min(inView, count));
        const labeled = overflowText({ ...cut(count, ...items), overflows: items.length > 0 }, given);
        const counted = (state: MarkState): number => unseen.filter((each) => each === state).length;
        expect(labeled === undefined).toBe(unseen.length === 0);
        expect(/(\d+) critical/.exec(labeled?.text ?? '')?.[1] ?? '0').toBe(String(counted('crit')));
        expect(/(\d+) warning/.exec(labeled?.text ?? '')?.[1] ?? '0').toBe(String(counted('warn')));
      }),
      runs(200),
    );
  });
});
