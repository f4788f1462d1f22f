import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import type { Snapshot } from '../../../wire/snapshot';
import type { BoardView } from './board-view';
import { type clipRows } from './frame-merge';
import { mergeSnapshot } from './snapshot-merge';
import { ModelBoard } from '../testing/model-board';

const MINUTE = 60_000;
const HOUR = 60 * MINUTE;

function merged(held: BoardView | undefined, snapshot: Snapshot): BoardView {
  const view = mergeSnapshot(held, snapshot);
  if (view === undefined) {
    throw new Error('The snapshot does not fit.');
  }
  return view;
}

const since = ({ epoch, revision }: BoardView): string => `${epoch}.${revision}`;
const values = (view: BoardView, panel: string): unknown => view.panels.get(panel)?.data.frame?.fields[1]?.values;

describe('mergeSnapshot', () => {
  it("takes a complete snapshot as it is, panels in the definition's order", () => {
    const board = new ModelBoard('b', ['z', 'a']);
    const snapshot = board.snapshot(MINUTE);
    const view = merged(undefined, snapshot);
    expect(view).toMatchObject({ epoch: 'e1', revision: 1, version: 1, range: '1h', board: board.definition });
    expect([...view.panels.keys()]).toEqual(['z', 'a']);
    expect(view.panels.get('z')?.data).toEqual(snapshot.panels.z);
    expect(view.panels.get('z')?.lastFrame).toBe(view.panels.get('z')?.data.frame);
  });

  it('merges a delta: only what changed is new, and whole', () => {
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

  it('keeps what did not change across complete answers, and across a restart its frames', () => {
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

  it('replaces content that changed behind an equal revision', () => {
    const board = new ModelBoard();
    const before = merged(undefined, board.snapshot(MINUTE));
    board.push('p', 0, 5);
    const after = merged(before, { ...board.snapshot(MINUTE), revision: 1 });
    expect(values(after, 'p')).toEqual([5]);
  });

  it('takes panels that come and go', () => {
    const board = new ModelBoard();
    const before = merged(undefined, board.snapshot(MINUTE));
    board.addPanel('r');
    const grown = merged(before, board.snapshot(MINUTE, '1h', since(before)));
    expect([...grown.panels.keys()]).toEqual(['p', 'q', 'r']);
    const shrunk = merged(grown, new ModelBoard('b', ['q']).snapshot(MINUTE));
    expect([...shrunk.panels.keys()]).toEqual(['q']);
  });

  it('passes over panels that the definition does not know, and misses those not mentioned', () => {
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

    it('keeps the last good frame beside it', () => {
      expect(failed.panels.get('p')?.data).toEqual({ revision: 2, error: { message: 'Down.' } });
      expect(failed.panels.get('p')?.lastFrame).toBe(good.panels.get('p')?.lastFrame);
      const pending = merged(failed, { ...delta, revision: 3, panels: { p: { revision: 3, pending: true } } });
      expect(pending.panels.get('p')?.lastFrame).toBe(good.panels.get('p')?.lastFrame);
    });

    it('does not append to a frame that the server does not count as held', () => {
      board.push('p', MINUTE, 1);
      expect(mergeSnapshot(failed, { ...board.snapshot(MINUTE, '1h', since(good)), revision: 9 })).toBeUndefined();
    });

    it('drops it with another query, range or board', () => {
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
  ])('refuses a delta %s', (_, difference) => {
    const board = new ModelBoard();
    const held = merged(undefined, board.snapshot(MINUTE));
    const delta = board.snapshot(MINUTE, '1h', since(held));
    expect(mergeSnapshot(held, delta)).toBeDefined();
    expect(mergeSnapshot(held, { ...delta, ...difference })).toBeUndefined();
  });

  it('refuses a delta where nothing is held, or fields do not fit', () => {
    const board = new ModelBoard();
    const held = merged(undefined, board.snapshot(MINUTE));
    const delta = board.snapshot(MINUTE, '1h', since(held));
    expect(mergeSnapshot(undefined, delta)).toBeUndefined();
    const panels = { p: { revision: 2, from: 0, frame: { fields: [] } } };
    expect(mergeSnapshot(held, { ...delta, panels })).toBeUndefined();
  });

  it('takes a whole panel in a delta', () => {
    const board = new ModelBoard();
    const held = merged(undefined, board.snapshot(MINUTE));
    const frame = { fields: [{ name: 'text', type: 'string' as const, values: ['hello'] }] };
    const delta = { ...board.snapshot(MINUTE, '1h', since(held)), panels: { p: { revision: 2, frame } } };
    expect(merged(held, delta).panels.get('p')?.data).toEqual({ revision: 2, frame });
  });

  it('clips what a chain of deltas appends to the range', () => {
    const board = new ModelBoard();
    let view = merged(undefined, board.snapshot(0));
    for (let minute = 1; minute <= 120; minute++) {
      board.push('p', minute * MINUTE, minute);
      view = merged(view, board.snapshot(minute * MINUTE, '1h', since(view)));
    }
    expect(view.panels.get('p')?.data.frame?.fields[0]?.values).toHaveLength(62);
  });

  it('ends a chain of deltas where a complete snapshot stands', () => {
    const push = fc.record({
      panel: fc.constantFrom('p', 'q'),
      gap: fc.integer({ min: 0, max: 20 * MINUTE }),
      back: fc.oneof(fc.constant(0), fc.nat(HOUR)),
      value: fc.oneof(fc.integer(), fc.constant(null)),
      look: fc.boolean(),
    });
    fc.assert(
      fc.property(fc.array(push, { maxLength: 60 }), (pushes) => {
        const board = new ModelBoard();
        let now = HOUR;
        let view = merged(undefined, board.snapshot(now));
        for (const { panel, gap, back, value, look } of pushes) {
          now += gap;
          board.push(panel, now - back, value);
          if (look) {
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

/** What a chart draws: rows before the range only matter as a line's origin. */
function inRange(frame: ReturnType<typeof clipRows> | undefined, now: number): unknown {
  const [times, numbers] = frame?.fields ?? [];
  const last = times?.values.length ?? 0;
  return times?.values
    .map((time, index) => ({ time: Number(time), value: numbers?.values[index], last: index === last - 1 }))
    .filter(({ time, last: isLast }) => time >= now - HOUR || isLast);
}
