import { describe, expect, it } from '@jest/globals';
import type { Frame } from '../../../../wire/schemas/frame';
import { inBuckets, sampleFrame } from '../../testing/sample-frames';
import { columnsOf, rowCountOf, rowsOf } from './frame-rows';

const NOON = Date.parse('2026-03-04T12:00:00Z');
const QUERY = { source: 'metrics' };
const rowsAsText = (frame: Frame, options = {}, most = 100): string[][] =>
  rowsOf(frame, QUERY, options, most).map(({ cells }) => cells.map(({ text }) => text));

describe('rows of FrameTable', () => {
  it('have units, and start with the newest if they have times', () => {
    const rows = rowsAsText(sampleFrame(NOON, { unit: 'ms', values: [1840, null, 12] }));
    expect(rows.map(([, value]) => value)).toEqual(['12\u202fms', '–', '1,840\u202fms']);
    expect(rows[0]?.[0]).toMatch(/2026/);
  });

  it('have all digits of their numbers', () => {
    const frame = sampleFrame(NOON, { unit: 'percent', values: [99.9512345, 1_234_567.891, 0.1 + 0.2] });
    expect(rowsAsText(frame).map(([, value]) => value)).toEqual([
      '0.3\u202f%',
      '1,234,567.891\u202f%',
      '99.9512345\u202f%',
    ]);
  });

  it('are formatted in the panel’s own unit', () => {
    expect(rowsAsText(sampleFrame(NOON, { unit: 'ms', values: [12] }), { unit: 'percent' })[0]?.[1]).toBe('12\u202f%');
  });

  it('contain states, booleans and texts, in their order', () => {
    const frame: Frame = {
      fields: [
        { name: 'name', type: 'string', values: ['a', 'b'] },
        { name: 'state', type: 'state', values: ['crit', 'odd'] },
        { name: 'up', type: 'boolean', values: [false, true] },
        { name: 'since', type: 'time', values: [9e15, null] },
      ],
    };
    expect(rowsAsText(frame)).toEqual([
      ['a', 'crit', 'No', '9000000000000000'],
      ['b', 'odd', 'Yes', '–'],
    ]);
    const marks = rowsOf(frame, QUERY, {}, 10).map(({ cells }) => cells.map(({ mark }) => mark));
    expect(marks).toEqual([
      [undefined, 'crit', undefined, undefined],
      [undefined, undefined, undefined, undefined],
    ]);
  });

  it('are limited to the newest', () => {
    const frame = sampleFrame(NOON, { values: [1, 2, 3] });
    expect([rowsAsText(frame, {}, 2).map(([, value]) => value), rowCountOf(frame)]).toEqual([['3', '2'], 3]);
  });

  it('name the aggregate of buckets', () => {
    const frame = sampleFrame(NOON, { tags: { region: 'eu' }, values: [1] }, { tags: { region: 'us' }, values: [2] });
    const columns = columnsOf(inBuckets(frame, { every: '10s', aggregate: 'avg' }));
    expect(columns[0]?.hint).toMatch(/^The start of each interval/);
    expect(columns.map(({ label }) => label)).toEqual([
      'Time',
      'eu (average of 10\u202fs)',
      'us (average of 10\u202fs)',
    ]);
  });

  it('have headers that distinguish the series', () => {
    const frame = sampleFrame(NOON, { tags: { region: 'eu' }, values: [1] }, { tags: { region: 'us' }, values: [2] });
    expect(columnsOf(frame)).toEqual([
      { label: 'Time', numeric: false },
      { label: 'eu', numeric: true },
      { label: 'us', numeric: true },
    ]);
  });

  it('have display names as headers, marked if a series has ended', () => {
    const frame = sampleFrame(
      NOON,
      { name: 'Gr_x00F6__x00DF_e', values: [1], endedAt: NOON },
      { name: 'b', values: [2] },
    );
    expect(columnsOf(frame).map(({ label }) => label)).toEqual(['Time', 'Größe (ended)', 'b']);
  });

  it('are empty without fields', () => {
    expect([columnsOf({ fields: [] }), rowsAsText({ fields: [] })]).toEqual([[], []]);
  });
});
