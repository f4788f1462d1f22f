import { describe, expect, it } from '@jest/globals';
import { hiddenAfterClick } from './hidden-series';

const KEYS = ['a', 'b', 'c'];
const toggle = (hidden: string[], key: string, only = false): string[] => [
  ...hiddenAfterClick(KEYS, new Set(hidden), { key, only }),
];

describe('hiddenAfterClick', () => {
  it('hides a series, and shows it again', () => {
    expect(toggle([], 'a')).toEqual(['a']);
    expect(toggle(['a'], 'a')).toEqual([]);
  });

  it('shows all series again instead of none', () => {
    expect(toggle(['a', 'b'], 'c')).toEqual([]);
  });

  it('shows only one series with Alt, and all again the second time', () => {
    expect(toggle(['b'], 'b', true)).toEqual(['a', 'c']);
    expect(toggle(['a', 'c'], 'b', true)).toEqual([]);
  });
});
