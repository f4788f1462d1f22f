import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import type { Snapshot } from '../../../wire/schemas/snapshot';
import type { BoardView } from './board-view';
import { type clipRows } from './frame-merge';
import { mergeSnapshot } from './snapshot-merge';
import { ModelBoard } from '../testing/model-board';

const MINUTE = 60_000;
const HOUR = 60 * MINUTE;

function merged(current: BoardView | undefined, snapshot: Snapshot): BoardView {
  const view = mergeSnapshot(current, snapshot);
  if (view === undefined) {
    throw new Error('The snapshot does not fit.');
  }
  return view;
}

const since = ({ epoch, revision }: BoardView): string => `${epoch}.${revision}`;
const values = (view: BoardView, panel: string): unknown => view.panels.get(panel)?.data.frame?.fields[1]?.values;

describe('mergeSnapshot', () => {
  it("uses a complete snapshot as it is, with the panels in the definition's order", () => {
    const board = new ModelBoard('b', ['z', 'a']);
    const snapshot = board.snapshot(MINUTE);
    const view = merged(undefined, snapshot);
    expect(view).toMatchObject({ epoch: 'e1', revision: 1, version: 1, range: '1h', board: board.definition });
    expect([...view.panels.keys()]).toEqual(['z', 'a']);
    expect(view.panels.get('z')?.data).toEqual(snapshot.panels.z);
    expect(view.panels.get('z')?.lastFrame).toBe(view.panels.get('z')?.data.frame);
  });

  it('merges a delta and keeps the objects of unchanged panels', () => {
    const board = new ModelBoard();
    const before = merged(undefined, board.snapshot(MINUTE));
    board.push('p', 2 * MINUTE, 7);
    const after = merged(before, board.snapshot(2 * MINUTE, '1h', since(before)));
    expect(after.revision).toBe(2);
    expect(values(after, 'p')).toEqual([0, 7]);
    expect(after.panels.get('p')?.data).not.toHaveProperty('from');
    expect(after.panels.get('q')).toBe(before.panels.get('q'));
    expect(after.board).toBe(before.board);
  });

  it('keeps unchanged objects across complete responses, and frames across a restart', () => {
    const board = new ModelBoard();
    const before = merged(undefined, board.snapshot(MINUTE));
    board.push('p', 2 * MINUTE, 7);
    const after = merged(before, board.snapshot(2 * MINUTE));
    expect(after.panels.get('q')).toBe(before.panels.get('q'));
    expect(after.panels.get('p')).not.toBe(before.panels.get('p'));
    expect(after.board).toBe(before.board);
    board.restart();
    const later = merged(after, board.snapshot(2 * MINUTE));
    expect(later.epoch).toBe('e2');
    expect(later.panels.get('p')?.data.frame).toBe(after.panels.get('p')?.data.frame);
    expect(later.panels.get('p')?.data.revision).toBe(1);
  });

  it('replaces content that changed without a new revision', () => {
    const board = new ModelBoard();
    const before = merged(undefined, board.snapshot(MINUTE));
    board.push('p', 0, 5);
    const after = merged(before, { ...board.snapshot(MINUTE), revision: 1 });
    expect(values(after, 'p')).toEqual([5]);
  });

  it('adds and removes panels', () => {
    const board = new ModelBoard();
    const before = merged(undefined, board.snapshot(MINUTE));
    board.addPanel('r');
    const added = merged(before, board.snapshot(MINUTE, '1h', since(before)));
    expect([...added.panels.keys()]).toEqual(['p', 'q', 'r']);
    const removed = merged(added, new ModelBoard('b', ['q']).snapshot(MINUTE));
    expect([...removed.panels.keys()]).toEqual(['q']);
  });

  it('ignores panels that the definition does not contain, and omits panels without data', () => {
    const snapshot = new ModelBoard().snapshot(MINUTE);
    const { q, ...panels } = snapshot.panels;
    const view = merged(undefined, { ...snapshot, panels: { ...panels, x: q ?? { revision: 1 } } });
    expect([...view.panels.keys()]).toEqual(['p']);
  });

  describe('while a panel fails or is pending', () => {
    const board = new ModelBoard();
    const good = merged(undefined, board.snapshot(MINUTE));
    const delta = board.snapshot(MINUTE, '1h', since(good));
    const failed = merged(good, { ...delta, revision: 2, panels: { p: { revision: 2, error: { message: 'Down.' } } } });

    it('keeps the last valid frame', () => {
      expect(failed.panels.get('p')?.data).toEqual({ revision: 2, error: { message: 'Down.' } });
      expect(failed.panels.get('p')?.lastFrame).toBe(good.panels.get('p')?.lastFrame);
      const pending = merged(failed, { ...delta, revision: 3, panels: { p: { revision: 3, pending: true } } });
      expect(pending.panels.get('p')?.lastFrame).toBe(good.panels.get('p')?.lastFrame);
    });

    it('does not append to the last valid frame', () => {
      board.push('p', MINUTE, 1);
      expect(mergeSnapshot(failed, { ...board.snapshot(MINUTE, '1h', since(good)), revision: 9 })).toBeUndefined();
    });

    it('drops the last valid frame when the query, range or board changes', () => {
      const pending = { p: { revision: 5, pending: true as const } };
      const complete = board.snapshot(MINUTE);
      const lastFrame = (snapshot: Snapshot): unknown => merged(good, snapshot).panels.get('p')?.lastFrame;
      expect(lastFrame({ ...complete, panels: pending })).toBeDefined();
      expect(lastFrame({ ...complete, range: '6h', panels: pending })).toBeUndefined();
      const other = complete.definition?.panels.map((panel) => ({ ...panel, query: { source: 'system' } })) ?? [];
      const definition = { ...board.definition, panels: other };
      expect(lastFrame({ ...complete, definition, panels: pending })).toBeUndefined();
      expect(lastFrame({ ...new ModelBoard('c').snapshot(MINUTE), panels: pending })).toBeUndefined();
    });
  });

  it.each<[string, Partial<Snapshot>]>([
    ['of another epoch', { epoch: 'e9' }],
    ['of another range', { range: '6h' }],
    ['of another definition', { version: 2 }],
    ['of another board', { board: 'c' }],
  ])('rejects a delta %s', (_, overrides) => {
    const board = new ModelBoard();
    const current = merged(undefined, board.snapshot(MINUTE));
    const delta = board.snapshot(MINUTE, '1h', since(current));
    expect(mergeSnapshot(current, delta)).toBeDefined();
    expect(mergeSnapshot(current, { ...delta, ...overrides })).toBeUndefined();
  });

  it('rejects a delta without a current view or with other fields', () => {
    const board = new ModelBoard();
    const current = merged(undefined, board.snapshot(MINUTE));
    const delta = board.snapshot(MINUTE, '1h', since(current));
    expect(mergeSnapshot(undefined, delta)).toBeUndefined();
    const panels = { p: { revision: 2, from: 0, frame: { fields: [] } } };
    expect(mergeSnapshot(current, { ...delta, panels })).toBeUndefined();
  });

  it('accepts a complete panel in a delta', () => {
    const board = new ModelBoard();
    const current = merged(undefined, board.snapshot(MINUTE));
    const frame = { fields: [{ name: 'text', type: 'string' as const, values: ['hello'] }] };
    const delta = { ...board.snapshot(MINUTE, '1h', since(current)), panels: { p: { revision: 2, frame } } };
    expect(merged(current, delta).panels.get('p')?.data).toEqual({ revision: 2, frame });
  });

  it('clips the rows of many deltas to the range', () => {
    const board = new ModelBoard();
    let view = merged(undefined, board.snapshot(0));
    for (let minute = 1; minute <= 120; minute++) {
      board.push('p', minute * MINUTE, minute);
      view = merged(view, board.snapshot(minute * MINUTE, '1h', since(view)));
    }
    expect(view.panels.get('p')?.data.frame?.fields[0]?.values).toHaveLength(62);
  });

  it('gets the same view from any sequence of deltas as from a complete snapshot', () => {
    const push = fc.record({
      panel: fc.constantFrom('p', 'q'),
      gap: fc.integer({ min: 0, max: 20 * MINUTE }),
      back: fc.oneof(fc.constant(0), fc.nat(HOUR)),
      value: fc.oneof(fc.integer(), fc.constant(null)),
      poll: fc.boolean(),
    });
    fc.assert(
      fc.property(fc.array(push, { maxLength: 60 }), (pushes) => {
        const board = new ModelBoard();
        let now = HOUR;
        let view = merged(undefined, board.snapshot(now));
        for (const { panel, gap, back, value, poll } of pushes) {
          now += gap;
          board.push(panel, now - back, value);
          if (poll) {
            view = merged(view, board.snapshot(now, '1h', since(view)));
          }
        }
        view = merged(view, board.snapshot(now, '1h', since(view)));
        const full = merged(undefined, board.snapshot(now));
        expect(view.revision).toBe(full.revision);
        for (const [id, { data }] of full.panels) {
          expect(inRange(view.panels.get(id)?.data.frame, now)).toEqual(inRange(data.frame, now));
        }
      }),
    );
  });
});

/** Returns the rows within the range and the last row. Rows before the range only matter as the origin of a line. */
function inRange(frame: ReturnType<typeof clipRows> | undefined, now: number): unknown {
  const [times, numbers] = frame?.fields ?? [];
  const last = times?.values.length ?? 0;
  return times?.values
    .map((time, index) => ({ time: Number(time), value: numbers?.values[index], last: index === last - 1 }))
    .filter(({ time, last: isLast }) => time >= now - HOUR || isLast);
}
