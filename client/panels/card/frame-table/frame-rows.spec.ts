import { describe, expect, it } from '@jest/globals';
import type { Frame } from '../../../../wire/frame';
import { inBuckets, sampleFrame } from '../../testing/sample-frames';
import { columnsOf, rowCountOf, rowsOf } from './frame-rows';

const NOON = Date.parse('2026-03-04T12:00:00Z');
const QUERY = { source: 'metrics' };
const texts = (frame: Frame, options = {}, most = 100): string[][] =>
  rowsOf(frame, QUERY, options, most).map(({ cells }) => cells.map(({ text }) => text));

describe('the rows of a frame', () => {
  it('have their units, the newest first where they go by time', () => {
    const rows = texts(sampleFrame(NOON, { unit: 'ms', values: [1840, null, 12] }));
    expect(rows.map(([, value]) => value)).toEqual(['12\u202fms', '–', '1,840\u202fms']);
    expect(rows[0]?.[0]).toMatch(/2026/);
  });

  it('have all digits of their numbers', () => {
    const frame = sampleFrame(NOON, { unit: 'percent', values: [99.9512345, 1_234_567.891, 0.1 + 0.2] });
    expect(texts(frame).map(([, value]) => value)).toEqual(['0.3\u202f%', '1,234,567.891\u202f%', '99.9512345\u202f%']);
  });

  it('are written in the panel’s own unit', () => {
    expect(texts(sampleFrame(NOON, { unit: 'ms', values: [12] }), { unit: 'percent' })[0]?.[1]).toBe('12\u202f%');
  });

  it('know states, booleans and words, and keep their order', () => {
    const frame: Frame = {
      fields: [
        { name: 'name', type: 'string', values: ['a', 'b'] },
        { name: 'state', type: 'state', values: ['crit', 'odd'] },
        { name: 'up', type: 'boolean', values: [false, true] },
        { name: 'since', type: 'time', values: [9e15, null] },
      ],
    };
    expect(texts(frame)).toEqual([
      ['a', 'crit', 'No', '9000000000000000'],
      ['b', 'odd', 'Yes', '–'],
    ]);
    const marks = rowsOf(frame, QUERY, {}, 10).map(({ cells }) => cells.map(({ mark }) => mark));
    expect(marks).toEqual([
      [undefined, 'crit', undefined, undefined],
      [undefined, undefined, undefined, undefined],
    ]);
  });

  it('are no more than were asked for: the newest', () => {
    const frame = sampleFrame(NOON, { values: [1, 2, 3] });
    expect([texts(frame, {}, 2).map(([, value]) => value), rowCountOf(frame)]).toEqual([['3', '2'], 3]);
  });

  it('of buckets say what was made of the points', () => {
    const frame = sampleFrame(NOON, { tags: { region: 'eu' }, values: [1] }, { tags: { region: 'us' }, values: [2] });
    const columns = columnsOf(inBuckets(frame, { every: '10s', aggregate: 'avg' }));
    expect(columns[0]?.hint).toMatch(/^The start of each interval/);
    expect(columns.map(({ label }) => label)).toEqual([
      'Time',
      'eu (average of 10\u202fs)',
      'us (average of 10\u202fs)',
    ]);
  });

  it('stand below the names that tell the series apart', () => {
    const frame = sampleFrame(NOON, { tags: { region: 'eu' }, values: [1] }, { tags: { region: 'us' }, values: [2] });
    expect(columnsOf(frame)).toEqual([
      { label: 'Time', numeric: false },
      { label: 'eu', numeric: true },
      { label: 'us', numeric: true },
    ]);
  });

  it('stand below the names of other systems, marked where a series has ended', () => {
    const frame = sampleFrame(
      NOON,
      { name: 'Gr_x00F6__x00DF_e', values: [1], endedAt: NOON },
      { name: 'b', values: [2] },
    );
    expect(columnsOf(frame).map(({ label }) => label)).toEqual(['Time', 'Größe (ended)', 'b']);
  });

  it('are none without fields', () => {
    expect([columnsOf({ fields: [] }), texts({ fields: [] })]).toEqual([[], []]);
  });
});
