import { describe, expect, it } from '@jest/globals';
import { currentOf, labelsOf, seriesOf } from './series';
import { sampleFrame } from '../testing/sample-frames';

const END = Date.parse('2026-03-04T12:00:00Z');

describe('seriesOf', () => {
  it('returns for each series the rows in which it has a value', () => {
    const frame = sampleFrame(
      END,
      { name: 'a', values: [1, null, 3] },
      { name: 'b', unit: 'ms', values: [null, 5, null] },
    );
    expect(
      seriesOf(frame).map(({ label, unit, points }) => ({ label, unit, values: points.map(({ value }) => value) })),
    ).toEqual([
      { label: 'a', unit: undefined, values: [1, 3] },
      { label: 'b', unit: 'ms', values: [5] },
    ]);
    expect(seriesOf(frame)[0]?.points.at(-1)?.time).toBe(END);
  });

  it('returns none without times', () => {
    expect(seriesOf({ fields: [{ name: 'n', type: 'number', values: [1] }] })).toEqual([]);
    expect(seriesOf(undefined)).toEqual([]);
  });

  it('returns the same key for any order of the tags', () => {
    const one = sampleFrame(END, { tags: { a: '1', b: '2' }, values: [1] });
    const other = sampleFrame(END, { tags: { b: '2', a: '1' }, values: [2] });
    expect(seriesOf(one)[0]?.key).toBe(seriesOf(other)[0]?.key);
  });
});

describe('currentOf', () => {
  const [a, b, c] = [{ endedAt: undefined }, { endedAt: 5 }, { endedAt: 9 }];

  it('leaves out ended series unless all have ended', () => {
    expect(currentOf([a, b, c])).toEqual([a]);
    expect(currentOf([b, c])).toEqual([b, c]);
  });
});

describe('labelsOf', () => {
  it('returns display names of keys', () => {
    const named = (...names: string[]): { name: string }[] => names.map((name) => ({ name }));
    expect(labelsOf(named('Gr_x00F6__x00DF_e'))).toEqual(['Größe']);
    expect(labelsOf(named('a.b_x002E_c', 'a.b.c'))).toEqual(['b_x002E_c', 'b.c']);
    expect(labelsOf(named('keller.Gr_x00F6__x00DF_e', 'keller.Gr_x00FC__x00DF_e'))).toEqual(['Größe', 'Grüße']);
  });

  const named = (...names: string[]): { name: string }[] => names.map((name) => ({ name }));

  it('returns the name of a single series', () => {
    expect(labelsOf([{ name: 'web.latency', tags: { region: 'eu' } }])).toEqual(['web.latency']);
  });

  it('returns only the tags that differ', () => {
    expect(
      labelsOf([
        { name: 'cpu', tags: { host: 'a', core: '0' } },
        { name: 'cpu', tags: { host: 'a', core: '1' } },
      ]),
    ).toEqual(['0', '1']);
  });

  it('removes the common prefix of names', () => {
    expect(labelsOf(named('system.net.received', 'system.net.sent'))).toEqual(['received', 'sent']);
    expect(labelsOf(named('a.b', 'a.b.c'))).toEqual(['b', 'b.c']);
    expect(labelsOf(named('x', 'y'))).toEqual(['x', 'y']);
  });

  it('returns name and tags if both differ', () => {
    expect(
      labelsOf([
        { name: 'a.x', tags: { r: '1' } },
        { name: 'a.y', tags: { r: '2' } },
      ]),
    ).toEqual(['x · 1', 'y · 2']);
  });
});
