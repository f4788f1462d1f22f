import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { nearestName, unknownNameMessage } from './nearest-name.js';

const TYPES = ['number', 'chart', 'gauge', 'bars', 'status', 'table'];

describe('nearestName', () => {
  it.each([
    ['numbr', 'number'],
    ['nubmer', 'number'],
    ['Number', 'number'],
    ['numbers', 'number'],
    ['num', 'number'],
    ['bar', 'bars'],
    ['tabel', 'table'],
    ['guage', 'gauge'],
    ['xyz', undefined],
    ['', undefined],
    ['n'.repeat(100_000), undefined],
  ])('suggests %2$s for %1$s', (given, name) => {
    expect(nearestName(given, TYPES)).toBe(name);
  });

  it('finds a name in which two neighbors were swapped', () => {
    fc.assert(
      fc.property(fc.constantFrom(...TYPES), fc.nat(), (name, place) => {
        const at = place % (name.length - 1);
        const swapped = name.slice(0, at) + (name[at + 1] ?? '') + (name[at] ?? '') + name.slice(at + 2);
        expect(nearestName(swapped, TYPES)).toBe(name);
      }),
    );
  });

  it('lists all names if none is similar', () => {
    const known = ['metrics', 'events'];
    expect(unknownNameMessage('source', 'metrix', known)).toBe("unknown source 'metrix': did you mean 'metrics'?");
    expect(unknownNameMessage('source', 'weather', known)).toBe("unknown source 'weather' (known: metrics, events)");
    expect(unknownNameMessage('option', 'x', known, 'a column')).toBe(
      "unknown option 'x' of a column (known: metrics, events)",
    );
  });
});
