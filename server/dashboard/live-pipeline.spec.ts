import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { boardOf, LiveRig, TestSource } from '../../test/support/server/live-core-fixture.js';
import { ManualClock, settle } from '../../test/support/server/manual-clock.js';
import type { Frame } from '../../wire/frame.js';
import type { Snapshot } from '../../wire/snapshot.js';
import type { Notice } from './notifications/notification-queue.js';
import { runs } from '../../test/support/jest/property-runs.js';

/** A log of rows, as a series of a metric is: rows are added at the end, or an old one is put right. */
class Log {
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

/** The plainest viewer that keeps to the contract: refetches what a notice names, merges, never goes back. */
class Viewer {
  readonly frames = new Map<string, Frame>();
  position?: { epoch: string; revision: number };
  private target = 0;
  private fetching?: Promise<void>;

  constructor(
    private readonly rig: LiveRig,
    private readonly board: string,
    private readonly latency: () => Promise<void>,
  ) {}

  notice({ board, revision }: Notice): void {
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
      const snapshot = await this.rig.read(this.board, undefined, since);
      await this.latency();
      this.apply(snapshot);
    } while ((this.position?.revision ?? 0) < this.target);
  }

  private apply({ epoch, revision, panels }: Snapshot): void {
    if (this.position && revision < this.position.revision) throw new Error('went back');
    this.position = { epoch, revision };
    for (const [id, { from, frame }] of Object.entries(panels)) {
      if (frame) this.frames.set(id, from === undefined ? frame : merge(this.frames.get(id), frame, from));
    }
  }
}

function merge(held: Frame | undefined, newer: Frame, from: number): Frame {
  const times = held?.fields[0]?.values as number[];
  const kept = times.filter((time) => time < from).length;
  return {
    fields: newer.fields.map((field, index) => ({
      ...field,
      values: [...(held?.fields[index]?.values.slice(0, kept) ?? []), ...field.values],
    })),
  };
}

describe('the whole pipeline, from a change to what a viewer holds', () => {
  it('never loses the last change, whatever the order of changes, notices, loads and answers', async () => {
    const change = fc.record({
      kind: fc.constantFrom('append', 'amend'),
      log: fc.nat({ max: 1 }),
      back: fc.nat({ max: 5 }),
      wait: fc.constantFrom(0, 0, 10, 60, 400, 1_100),
    });
    await fc.assert(
      fc.asyncProperty(
        fc.array(change, { minLength: 1, maxLength: 25 }),
        fc.infiniteStream(fc.nat({ max: 3 })),
        async (changes, latencies) => {
          const clock = new ManualClock();
          const rig = new LiveRig(clock);
          const logs = [new Log(), new Log()] as const;
          rig.features.addSource(new TestSource('log', ({ of }) => (logs[Number(of)] as Log).frame, true));
          rig.boards.set(
            'board',
            boardOf('board', [
              { source: 'log', of: 0 },
              { source: 'log', of: 1 },
            ]),
          );

          const latency = async (): Promise<void> => {
            for (let turns = latencies.next().value as number; turns > 0; turns--) await settle();
          };
          const viewers = [new Viewer(rig, 'board', latency), new Viewer(rig, 'board', latency)];
          rig.activeBoards.watch('board');
          rig.queue.notices$.subscribe((notice) => {
            for (const viewer of viewers) viewer.notice(notice);
          });

          for (const [value, { kind, log, back, wait }] of changes.entries()) {
            if (kind === 'append') logs[log]?.append(value + 1);
            else logs[log]?.amend(back, value + 1);
            await rig.queue.publish(`topic:${log}`);
            if (wait > 0) await clock.advanceAsync(wait);
          }
          await clock.advanceAsync(3_000);
          for (const viewer of viewers) {
            await viewer.idle();
            expect(viewer.position).toEqual(rig.bus.position);
            expect([...viewer.frames.values()]).toEqual(logs.map(({ frame }) => frame));
          }
        },
      ),
      runs(1_000),
    );
  });
});
