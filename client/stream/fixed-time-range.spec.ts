import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { firstValueFrom } from 'rxjs';
import { type Range, RANGE_MS } from '../../wire/range';
import type { Snapshot } from '../../wire/schemas/snapshot';
import type { BoardView } from './snapshot/board-view';
import { ApiClient } from './http/api-client';
import { ServerAddress } from './http/server-address';
import { SnapshotReader } from './http/snapshot-reader';
import { mergeSnapshot } from './snapshot/snapshot-merge';
import { FakeFetch } from './testing/fake-fetch';
import { ModelBoard } from './testing/model-board';

const MINUTE = 60_000;
const HOUR = 60 * MINUTE;
const WINDOW = { from: 10 * MINUTE, to: 70 * MINUTE };
const OTHER = { from: 10 * MINUTE, to: 71 * MINUTE };

function merged(current: BoardView | undefined, snapshot: Snapshot): BoardView {
  const view = mergeSnapshot(current, snapshot);
  if (view === undefined) throw new Error('The snapshot does not fit.');
  return view;
}

const since = ({ epoch, revision }: BoardView): string => `${epoch}.${revision}`;
const timesIn = (view: BoardView, panel: string): unknown => view.panels.get(panel)?.data.frame?.fields[0]?.values;

describe('A fixed time range', () => {
  describe('in SnapshotReader', () => {
    let api: SnapshotReader;
    let fetch: FakeFetch;
    beforeEach(() => {
      fetch = new FakeFetch();
      api = new SnapshotReader(new ApiClient(new ServerAddress('http://localhost/')), {
        now: Date.now,
        update: () => undefined,
      });
    });
    afterEach(() => {
      fetch.restore();
    });

    it('is sent as from and to', () => {
      api.data('b', WINDOW, { epoch: 'k3v9', revision: 42 }).subscribe();
      expect(new URL(fetch.last.url, 'http://x').searchParams.toString()).toBe(
        new URLSearchParams({
          from: '1970-01-01T00:10:00.000Z',
          to: '1970-01-01T01:10:00.000Z',
          since: 'k3v9.42',
        }).toString(),
      );
    });

    it('is accepted in a response', async () => {
      const snapshot = new ModelBoard().snapshot(HOUR, WINDOW);
      expect(snapshot).not.toHaveProperty('range');
      const response = firstValueFrom(api.data('b', WINDOW));
      fetch.last.respond(200, JSON.stringify(snapshot));
      await expect(response).resolves.toEqual(snapshot);
    });

    it.each([
      ['without an end', { to: undefined }],
      ['with an invalid start', { from: 'yesterday' }],
      ['that ends before it begins', { from: '1970-01-02T00:00:00.000Z' }],
    ])('is rejected %s', async (_what, parts) => {
      const response = firstValueFrom(api.data('b', WINDOW));
      fetch.last.respond(200, JSON.stringify({ ...new ModelBoard().snapshot(HOUR, WINDOW), ...parts }));
      await expect(response).rejects.toThrow('is not from a Boardcast server');
    });
  });

  describe('in the merged view', () => {
    it('stays the same object while it does not change', () => {
      const board = new ModelBoard();
      const before = merged(undefined, board.snapshot(HOUR, WINDOW));
      expect(before.range).toEqual(WINDOW);
      expect(merged(before, board.snapshot(HOUR, WINDOW)).range).toBe(before.range);
      expect(merged(before, board.snapshot(HOUR, WINDOW, since(before))).range).toBe(before.range);
    });

    it('does not accept deltas of another fixed time range', () => {
      const board = new ModelBoard();
      const before = merged(undefined, board.snapshot(HOUR, WINDOW));
      expect(mergeSnapshot(before, board.snapshot(HOUR, OTHER, since(before)))).toBeUndefined();
      expect(mergeSnapshot(before, board.snapshot(HOUR, '1h', since(before)))).toBeUndefined();
    });

    it('drops the last frame when the fixed time range changes', () => {
      const board = new ModelBoard();
      const before = merged(undefined, board.snapshot(HOUR, WINDOW));
      const pending = { p: { revision: 1, pending: true as const } };
      const lastFrame = (snapshot: Snapshot): unknown =>
        merged(before, { ...snapshot, panels: pending }).panels.get('p')?.lastFrame;
      expect(lastFrame(board.snapshot(HOUR, WINDOW))).toBeDefined();
      expect(lastFrame(board.snapshot(HOUR, OTHER))).toBeUndefined();
    });

    it('does not move while new values arrive', () => {
      const board = new ModelBoard();
      board.push('p', 20 * MINUTE, 1);
      let view = merged(undefined, board.snapshot(HOUR, WINDOW));
      for (let minute = 60; minute < 600; minute += 60) {
        board.push('p', 30 * MINUTE + minute, minute);
        view = merged(view, board.snapshot(minute * MINUTE, WINDOW, since(view)));
      }
      expect((timesIn(view, 'p') as number[])[0]).toBe(20 * MINUTE);
    });
  });

  describe('with panels that have their own range', () => {
    const withOwn = (snapshot: Snapshot, range: Range): Snapshot => ({
      ...snapshot,
      panels: Object.fromEntries(Object.entries(snapshot.panels).map(([id, data]) => [id, { ...data, range }])),
    });

    it('clips the panel data to the range of the panel', () => {
      const board = new ModelBoard();
      let view = merged(undefined, withOwn(board.snapshot(0), '6h'));
      for (let hour = 1; hour <= 10; hour++) {
        board.push('p', hour * HOUR, hour);
        view = merged(view, withOwn(board.snapshot(hour * HOUR, '1h', since(view)), '6h'));
      }
      // One more row before the range, where the line enters it.
      expect((timesIn(view, 'p') as number[])[0]).toBe(10 * HOUR - RANGE_MS['6h'] - HOUR);
    });

    it('keeps the panel object when only the range of the board changes', () => {
      const board = new ModelBoard();
      const before = merged(undefined, withOwn(board.snapshot(0), '6h'));
      const after = merged(before, withOwn(board.snapshot(0, '24h'), '6h'));
      expect(after.panels.get('p')).toBe(before.panels.get('p'));
      const pending = withOwn({ ...board.snapshot(0, '24h'), panels: { p: { revision: 1, pending: true } } }, '7d');
      expect(merged(before, pending).panels.get('p')?.lastFrame).toBeUndefined();
    });
  });
});
