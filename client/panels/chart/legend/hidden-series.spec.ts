import { describe, expect, it } from '@jest/globals';
import { hiddenAfterClick } from './hidden-series';

const KEYS = ['a', 'b', 'c'];
const toggle = (hidden: string[], key: string, only = false): string[] => [
  ...hiddenAfterClick(KEYS, new Set(hidden), { key, only }),
];

describe('a press in the legend', () => {
  it('hides a line, and shows it again', () => {
    expect(toggle([], 'a')).toEqual(['a']);
    expect(toggle(['a'], 'a')).toEqual([]);
  });

  it('shows all lines again rather than none', () => {
    expect(toggle(['a', 'b'], 'c')).toEqual([]);
  });

  it('with Alt leaves one line alone, and the second time brings the others back', () => {
    expect(toggle(['b'], 'b', true)).toEqual(['a', 'c']);
    expect(toggle(['a', 'c'], 'b', true)).toEqual([]);
  });
});
