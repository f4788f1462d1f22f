import { afterEach, beforeEach, describe, expect, it, jest } from '@jest/globals';
import { Logger } from '@nestjs/common';
import { ManualClock, settle } from '../../test/support/server/manual-clock.js';
import { Problem } from '../common/errors/problem.js';
import { Telemetry } from '../common/telemetry.js';
import { Collector, type CollectContext, type Sample } from '../dashboard/contracts/collector.js';
import type { MetricsService } from '../metrics/metrics.service.js';
import { CollectorScheduler } from './collector-scheduler.js';

type Turn = (context: CollectContext) => Promise<Sample[]> | Sample[];

class TestCollector extends Collector {
  turns = 0;

  constructor(
    readonly name: string,
    readonly every: string,
    private readonly turn: Turn,
  ) {
    super();
  }

  collect(context: CollectContext): Promise<Sample[]> | Sample[] {
    this.turns += 1;
    return this.turn(context);
  }
}

const sample: Sample = { key: 'room.temperature', value: 21 };

describe('CollectorScheduler', () => {
  let clock: ManualClock;
  let telemetry: Telemetry;
  let write: jest.Mock<(samples: Sample[], origin: string) => Promise<void>>;
  let scheduler: CollectorScheduler | undefined;
  let started: readonly Collector[];
  let errors: string[];
  let notes: string[];

  beforeEach(() => {
    clock = new ManualClock();
    telemetry = new Telemetry();
    write = jest.fn(() => Promise.resolve());
    errors = [];
    notes = [];
    jest.spyOn(Logger.prototype, 'error').mockImplementation((message: unknown) => void errors.push(String(message)));
    jest.spyOn(Logger.prototype, 'log').mockImplementation((message: unknown) => void notes.push(String(message)));
  });

  afterEach(async () => {
    const stopped = scheduler?.stop(started);
    clock.advance(5_000);
    await stopped;
    scheduler = undefined;
    jest.restoreAllMocks();
  });

  async function start(...collectors: Collector[]): Promise<void> {
    started = collectors;
    scheduler = new CollectorScheduler({ write } as unknown as MetricsService, clock, telemetry);
    scheduler.start(collectors);
    await settle();
  }

  async function failures(collector: string): Promise<number> {
    const metric = await telemetry.registry.getSingleMetric('boardcast_collector_failures_total')?.get();
    return metric?.values.find(({ labels }) => labels.collector === collector)?.value ?? 0;
  }

  it('collects at once and then after each interval, with one write each time', async () => {
    const collector = new TestCollector('room', '10s', () => [sample, { ...sample, tags: { room: 'b' } }]);
    await start(collector);
    expect(write.mock.calls).toEqual([
      [
        [
          { ...sample, expectEvery: '10s' },
          { ...sample, tags: { room: 'b' }, expectEvery: '10s' },
        ],
        'collector',
      ],
    ]);
    await clock.advanceAsync(9_999);
    expect(write).toHaveBeenCalledTimes(1);
    await clock.advanceAsync(1);
    expect(write).toHaveBeenCalledTimes(2);
    await clock.advanceAsync(60_000);
    expect(collector.turns).toBe(8);
  });

  it('keeps the expected interval of a sample', async () => {
    await start(new TestCollector('room', '10s', () => [{ ...sample, expectEvery: '1h' }]));
    expect(write.mock.calls[0]?.[0]).toEqual([{ ...sample, expectEvery: '1h' }]);
  });

  it('writes nothing if there are no samples', async () => {
    await start(new TestCollector('room', '10s', () => []));
    expect(write).not.toHaveBeenCalled();
    expect(errors).toEqual([]);
  });

  it('never runs a collector twice at the same time', async () => {
    let running = 0;
    let most = 0;
    const slow = new TestCollector('slow', '10s', async () => {
      most = Math.max(most, ++running);
      await new Promise<void>((resolve) => clock.after(25_000, resolve));
      running -= 1;
      return [sample];
    });
    await start(slow);
    await clock.advanceAsync(120_000);
    expect(most).toBe(1);
    expect(slow.turns).toBeGreaterThan(2);
  });

  it.each([
    ['1s', 5_000],
    ['10s', 10_000],
  ])('aborts a collection that takes too long: every %s after %d ms', async (every, limit) => {
    const abortedAt: number[] = [];
    const began = clock.now();
    const deaf = new TestCollector('deaf', every, ({ signal }) => {
      signal.addEventListener('abort', () => abortedAt.push(clock.now() - began));
      return new Promise<Sample[]>(() => undefined);
    });
    await start(deaf, new TestCollector('healthy', '10s', () => [sample]));
    await clock.advanceAsync(60_000);
    expect(abortedAt).toEqual([limit]);
    expect(deaf.turns).toBe(1);
    expect(write).toHaveBeenCalledTimes(7);
    expect(errors).toEqual([`Collector 'deaf' failed: collecting took longer than ${limit} ms and was aborted`]);
    expect(await failures('deaf')).toBe(1);
  });

  it('stores nothing from an aborted collection, and runs the next one', async () => {
    let late = true;
    await start(
      new TestCollector('late', '1s', ({ signal }) => {
        if (!late) return [sample];
        late = false;
        return new Promise((resolve) => {
          signal.addEventListener('abort', () =>
            clock.after(100, () => {
              resolve([{ key: 'old', value: 1 }]);
            }),
          );
        });
      }),
    );
    await clock.advanceAsync(7_000);
    expect(write.mock.calls.flatMap(([samples]) => samples.map(({ key }) => key))).not.toContain('old');
    expect(write).toHaveBeenCalled();
    expect(errors).toHaveLength(1);
    expect(notes).toEqual(["Collector 'late' works again."]);
  });

  it('logs an error once, counts each one, and logs the recovery', async () => {
    let broken = true;
    const collector = new TestCollector('shaky', '1s', () => {
      if (broken) throw new Error('no route to host');
      return [sample];
    });
    await start(collector, new TestCollector('healthy', '1s', () => [sample]));
    await clock.advanceAsync(4_000);
    expect(errors).toEqual(["Collector 'shaky' failed: no route to host"]);
    expect(await failures('shaky')).toBe(5);
    expect(await failures('healthy')).toBe(0);
    expect(write).toHaveBeenCalledTimes(5);
    broken = false;
    await clock.advanceAsync(2_000);
    expect(notes).toEqual(["Collector 'shaky' works again."]);
    broken = true;
    await clock.advanceAsync(1_000);
    expect(errors).toHaveLength(2);
  });

  it('reports a failed write like other errors', async () => {
    write.mockRejectedValue(new Error('the disk is full'));
    await start(new TestCollector('room', '1s', () => [sample]));
    await clock.advanceAsync(3_000);
    expect(errors).toEqual(["Collector 'room' failed: the disk is full"]);
    expect(await failures('room')).toBe(4);
  });

  it('logs a rejected write once as a warning without a stack', async () => {
    const warnings: unknown[][] = [];
    jest.spyOn(Logger.prototype, 'warn').mockImplementation((...all: unknown[]) => void warnings.push(all));
    write.mockImplementation(() => Promise.reject(new Problem(429, 'There would be 3 series.')));
    await start(new TestCollector('room', '1s', () => [sample]));
    await clock.advanceAsync(3_000);
    expect([warnings, errors]).toEqual([[["Collector 'room' failed: There would be 3 series."]], []]);
    expect(await failures('room')).toBe(4);
  });

  it('writes the valid samples beside an invalid one', async () => {
    const wrong = [
      { key: 'a', value: NaN },
      { key: '/b', value: 1 },
      { key: 'c', value: 1, expectEvery: 'soon' },
      null,
    ] as Sample[];
    await start(new TestCollector('room', '1s', () => [...wrong, sample]));
    expect(write.mock.calls[0]?.[0].map(({ key }) => key)).toEqual(['room.temperature']);
    await clock.advanceAsync(1_000);
    expect(errors).toHaveLength(1);
    expect(errors[0]).toContain('[0].value');
    expect(await failures('room')).toBe(8);
  });

  it('reports a collector that does not return a list', async () => {
    await start(new TestCollector('odd', '1s', () => ({ key: 'a' }) as unknown as Sample[]));
    expect(errors).toEqual(["Collector 'odd' failed: collect() must return a list of samples"]);
  });

  describe('at shutdown', () => {
    it('aborts the running collection, waits for it and starts no other', async () => {
      let reason: unknown;
      const collector = new TestCollector('room', '1s', ({ signal }) => {
        return new Promise((_, reject) => {
          signal.addEventListener('abort', () => {
            reason = signal.reason;
            reject(signal.reason as Error);
          });
        });
      });
      await start(collector);
      await scheduler?.stop(started);
      expect(reason).toEqual(new Error('the server stops'));
      await clock.advanceAsync(10_000);
      expect(collector.turns).toBe(1);
      expect(errors).toEqual([]);
    });

    it('waits for a running write', async () => {
      let finish: () => void = () => undefined;
      write.mockReturnValue(
        new Promise((resolve) => {
          finish = resolve;
        }),
      );
      await start(new TestCollector('room', '1s', () => [sample]));
      let stopped = false;
      const stop = scheduler?.stop(started).then(() => {
        stopped = true;
      });
      await settle();
      expect(stopped).toBe(false);
      finish();
      await stop;
      expect(stopped).toBe(true);
    });

    it('does not wait long for a collector that ignores its signal', async () => {
      await start(new TestCollector('deaf', '1s', () => new Promise(() => undefined)));
      const stop = scheduler?.stop(started);
      await settle();
      clock.advance(1_000);
      await stop;
    });
  });
});
