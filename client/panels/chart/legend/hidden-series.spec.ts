import { describe, expect, it } from '@jest/globals';
import { hiddenAfterClick } from './hidden-series';

const KEYS = ['a', 'b', 'c'];
const press = (hidden: string[], key: string, alone = false): string[] => [
  ...hiddenAfterClick(KEYS, new Set(hidden), { key, alone }),
];

describe('a press in the legend', () => {
  it('hides a line, and shows it again', () => {
    expect(press([], 'a')).toEqual(['a']);
    expect(press(['a'], 'a')).toEqual([]);
  });

  it('shows all lines again rather than none', () => {
    expect(press(['a', 'b'], 'c')).toEqual([]);
  });

  it('with Alt leaves one line alone, and the second time brings the others back', () => {
    expect(press(['b'], 'b', true)).toEqual(['a', 'c']);
    expect(press(['a', 'c'], 'b', true)).toEqual([]);
  });
});
