import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { LiveCoreFixture } from '../../test/support/dashboard/live-core-fixture.js';
import { boardWithQueries } from '../../test/support/dashboard/board-with-queries.js';
import { TestSource } from '../../test/support/dashboard/test-source.js';
import { ManualClock, settle } from '../../test/support/server/manual-clock.js';
import type { Frame } from '../../wire/schemas/frame.js';
import type { Snapshot } from '../../wire/schemas/snapshot.js';
import type { ChangeNotification } from './notifications/notification-queue.js';
import { runs } from '../../test/support/jest/property-runs.js';

/** A list of rows, like a series of a metric: rows are appended, or old ones are corrected. */
class Series {
  private rows: [time: number, value: number][] = [[0, 0]];

  append(value: number): void {
    this.rows = [...this.rows, [(this.rows.at(-1)?.[0] ?? 0) + 1, value]];
  }

  amend(back: number, value: number): void {
    const index = Math.max(0, this.rows.length - 1 - back);
    this.rows = this.rows.map((row, at) => (at === index ? [row[0], value] : row));
  }

  get frame(): Frame {
    return {
      fields: [
        { name: 'time', type: 'time', values: this.rows.map(([time]) => time) },
        { name: 'value', type: 'number', values: this.rows.map(([, value]) => value) },
      ],
    };
  }
}

/** A minimal client of the protocol: it refetches a board after each notification, and merges the delta. */
class Client {
  readonly frames = new Map<string, Frame>();
  position?: { epoch: string; revision: number };
  private target = 0;
  private fetching?: Promise<void>;

  constructor(
    private readonly core: LiveCoreFixture,
    private readonly board: string,
    private readonly latency: () => Promise<void>,
  ) {}

  notify({ board, revision }: ChangeNotification): void {
    if (board !== this.board) return;
    this.target = Math.max(this.target, revision);
    this.fetching ??= this.fetch().finally(() => (this.fetching = undefined));
  }

  async idle(): Promise<void> {
    await this.fetching;
  }

  private async fetch(): Promise<void> {
    do {
      const { position } = this;
      const since = position && `${position.epoch}.${position.revision}`;
      const snapshot = await this.core.readSnapshot(this.board, undefined, since);
      await this.latency();
      this.apply(snapshot);
    } while ((this.position?.revision ?? 0) < this.target);
  }

  private apply({ epoch, revision, panels }: Snapshot): void {
    if (this.position && revision < this.position.revision) throw new Error('the revision decreased');
    this.position = { epoch, revision };
    for (const [id, { from, frame }] of Object.entries(panels)) {
      if (frame) this.frames.set(id, from === undefined ? frame : merge(this.frames.get(id), frame, from));
    }
  }
}

function merge(cached: Frame | undefined, newer: Frame, from: number): Frame {
  const times = cached?.fields[0]?.values as number[];
  const reusedRows = times.filter((time) => time < from).length;
  return {
    fields: newer.fields.map((field, index) => ({
      ...field,
      values: [...(cached?.fields[index]?.values.slice(0, reusedRows) ?? []), ...field.values],
    })),
  };
}

describe('The live pipeline', () => {
  it('delivers the last change to every client, in any order of changes, notifications, loads and responses', async () => {
    const change = fc.record({
      kind: fc.constantFrom('append', 'amend'),
      index: fc.nat({ max: 1 }),
      back: fc.nat({ max: 5 }),
      wait: fc.constantFrom(0, 0, 10, 60, 400, 1_100),
    });
    await fc.assert(
      fc.asyncProperty(
        fc.array(change, { minLength: 1, maxLength: 25 }),
        fc.infiniteStream(fc.nat({ max: 3 })),
        async (changes, latencies) => {
          const clock = new ManualClock();
          const core = new LiveCoreFixture(clock);
          const series = [new Series(), new Series()] as const;
          core.features.addSource(new TestSource('series', ({ of }) => (series[Number(of)] as Series).frame, true));
          core.boards.set(
            'board',
            boardWithQueries('board', [
              { source: 'series', of: 0 },
              { source: 'series', of: 1 },
            ]),
          );

          const latency = async (): Promise<void> => {
            for (let turns = latencies.next().value as number; turns > 0; turns--) await settle();
          };
          const clients = [new Client(core, 'board', latency), new Client(core, 'board', latency)];
          core.activeBoards.watch('board');
          core.queue.notifications$.subscribe((notification) => {
            for (const client of clients) client.notify(notification);
          });

          for (const [value, { kind, index, back, wait }] of changes.entries()) {
            if (kind === 'append') series[index]?.append(value + 1);
            else series[index]?.amend(back, value + 1);
            await core.queue.publish(`topic:${index}`);
            if (wait > 0) await clock.advanceAsync(wait);
          }
          await clock.advanceAsync(3_000);
          for (const client of clients) {
            await client.idle();
            expect(client.position).toEqual(core.bus.position);
            expect([...client.frames.values()]).toEqual(series.map(({ frame }) => frame));
          }
        },
      ),
      runs(1_000),
    );
  });
});
