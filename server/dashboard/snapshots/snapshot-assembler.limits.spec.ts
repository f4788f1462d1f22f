import { beforeEach, describe, expect, it } from '@jest/globals';
import { LiveCoreFixture } from '../../../test/support/dashboard/live-core-fixture.js';
import { boardWithQueries } from '../../../test/support/dashboard/board-with-queries.js';
import { TestSource } from '../../../test/support/dashboard/test-source.js';
import { ManualClock } from '../../../test/support/server/manual-clock.js';
import type { Query } from '../../../wire/schemas/board.js';
import type { PanelData, Snapshot } from '../../../wire/schemas/snapshot.js';
import type { LoadedFrame } from '../contracts/source.js';

const MAX_BYTES = 10_000;

const queryOf = (of: string): Query => ({ source: 'store', of });

describe('a snapshot with more data than MAX_SNAPSHOT_SIZE', () => {
  let clock: ManualClock;
  let core: LiveCoreFixture;
  /** The lengths of the texts in the frames, by the option `of` of the query. */
  let lengths: Record<string, number>;

  const frameOf = ({ of }: Query): LoadedFrame => ({
    fields: [
      { name: 'time', type: 'time', values: [1_000, 2_000] },
      { name: 'text', type: 'string', values: ['old', 'ü'.repeat((lengths[String(of)] ?? 0) / 2)] },
    ],
  });

  beforeEach(() => {
    clock = new ManualClock();
    core = new LiveCoreFixture(clock, { maxSnapshotBytes: MAX_BYTES });
    core.features.addSource(new TestSource('store', frameOf, true));
    lengths = { large: 6_000, larger: 12_000, small: 10 };
  });

  const kinds = ({ panels }: Snapshot): string[] =>
    Object.values(panels).map((panel) => (panel.error ? 'error' : panel.from !== undefined ? 'rows' : 'frame'));
  const change = async (of: string, length: number): Promise<void> => {
    lengths[of] = length;
    await core.queue.publish(`topic:${of}`);
    clock.advance(1_000);
  };
  const since = ({ epoch, revision }: Snapshot): string => `${epoch}.${revision}`;

  it('says which panels do not fit, and shows smaller panels after them', async () => {
    core.boards.set('b', boardWithQueries('b', ['large', 'larger', 'large', 'small'].map(queryOf)));
    const snapshot = await core.readSnapshot('b');
    expect(kinds(snapshot)).toEqual(['frame', 'error', 'error', 'frame']);
    expect(snapshot.panels.p1).toEqual({
      revision: expect.any(Number),
      error: { message: expect.stringMatching(/does not fit.*10000 bytes.*MAX_SNAPSHOT_SIZE.*Use fewer rows/) },
    });
    const { body } = await core.cache.get('b');
    expect(body.length).toBeLessThan(MAX_BYTES + JSON.stringify(snapshot.definition).length + 500);
  });

  it('leaves out a panel that alone is too large', async () => {
    core.boards.set('b', boardWithQueries('b', [queryOf('larger')]));
    expect(kinds(await core.readSnapshot('b'))).toEqual(['error']);
  });

  it('leaves out the same panels in a response to since as in a complete one', async () => {
    lengths = { a: 6_000, b: 2_000, c: 100 };
    core.boards.set('b', boardWithQueries('b', ['a', 'b', 'c'].map(queryOf)));
    const held = await core.readSnapshot('b');
    expect(kinds(held)).toEqual(['frame', 'frame', 'frame']);
    await change('b', 5_000);
    const delta = await core.readSnapshot('b', undefined, since(held));
    expect([delta.complete, Object.keys(delta.panels), kinds(delta)]).toEqual([false, ['p1'], ['error']]);
    expect(kinds(await core.readSnapshot('b'))).toEqual(['frame', 'error', 'frame']);
  });

  it('sends a whole panel to clients that have an error for it, once it fits because another one shrank', async () => {
    lengths = { a: 6_000, b: 6_000 };
    core.boards.set('b', boardWithQueries('b', ['a', 'b'].map(queryOf)));
    const held = await core.readSnapshot('b');
    expect(kinds(held)).toEqual(['frame', 'error']);
    await change('a', 10);
    const delta = await core.readSnapshot('b', undefined, since(held));
    expect(delta.panels).toMatchObject({ p0: { from: 2_000 }, p1: { frame: { fields: [{}, {}] } } });
    expect(delta.panels.p1).not.toHaveProperty('from');
    await change('b', 20);
    expect(await core.readSnapshot('b', undefined, since(delta))).toMatchObject({ panels: { p1: { from: 2_000 } } });
  });

  it('loads no more panels once those before them take twice as much', async () => {
    const queries = Array.from({ length: 200 }, (_, index) => queryOf(`q${index}`));
    lengths = Object.fromEntries(queries.map(({ of }) => [String(of), 6_000]));
    core.boards.set('b', boardWithQueries('b', queries));
    const { panels } = await core.readSnapshot('b');
    expect(Object.values(panels).filter(({ error }: PanelData) => error)).toHaveLength(199);
    expect(await core.metric('source_loads_total')).toBe(8);
  });
});
