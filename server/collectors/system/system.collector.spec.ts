import { afterEach, describe, expect, it } from '@jest/globals';
import { boardInputSchema } from '../../../wire/schemas/board.js';
import { GRID_COLUMNS } from '../../../wire/grid.js';
import { ManualClock, settle } from '../../../test/support/server/manual-clock.js';
import type { Sample } from '../../dashboard/contracts/collector.js';
import { metricsQuerySchema } from '../../metrics/metrics-query.js';
import { SystemCollector } from './system.collector.js';
import { thisServerBoard } from './this-server.board.js';

/** A machine without /proc, like macOS. */
class WithoutProc extends SystemCollector {
  protected override readonly proc = '/proc-that-is-not-there';
}

const UNITS = new Set(['percent', 'bytes', 'bytes/s', 's', 'ms', undefined]);

describe('SystemCollector', () => {
  let collector: SystemCollector | undefined;

  afterEach(() => {
    collector?.onModuleDestroy();
  });

  async function firstCollection(kind: typeof SystemCollector): Promise<Sample[]> {
    const clock = new ManualClock();
    collector = new kind(clock);
    const signal = new AbortController().signal;
    const turn = Promise.resolve(collector.collect({ signal }));
    const ended = turn.then(
      () => true,
      () => true,
    );
    // The first collection waits between two readings, each of which also takes some time.
    while (!(await Promise.race([ended, settle()]))) clock.advance(100);
    return turn;
  }

  it('measures this machine', async () => {
    const samples = await firstCollection(SystemCollector);
    const keys = new Set(samples.map(({ key }) => key));
    expect(keys).toContain('system.memory.percent');
    expect(keys).toContain('system.disk.percent');
    expect(keys).toContain('system.uptime');
    expect(keys).toContain('system.process.memory');
    for (const { key, value, unit } of samples) {
      expect({ key, finite: Number.isFinite(value), positive: value >= 0 }).toEqual({
        key,
        finite: true,
        positive: true,
      });
      expect(UNITS).toContain(unit);
    }
    for (const { value } of samples.filter(({ unit, key }) => unit === 'percent' && key !== 'system.process.cpu')) {
      expect(value).toBeLessThanOrEqual(100);
    }
    const series = samples.map(({ key, tags }) => JSON.stringify([key, tags]));
    expect(new Set(series).size).toBe(series.length);
  });

  it('uses node:os if there is no /proc', async () => {
    const keys = new Set((await firstCollection(WithoutProc)).map(({ key }) => key));
    expect(keys).toContain('system.memory.percent');
    expect(keys).toContain('system.uptime');
    expect(keys).not.toContain('system.disk.io');
    expect(keys).not.toContain('system.network.io');
  });

  it('ends the first collection when it is aborted', async () => {
    collector = new SystemCollector(new ManualClock());
    const abort = new AbortController();
    const turn = collector.collect({ signal: abort.signal });
    await settle();
    abort.abort(new Error('the server stops'));
    await expect(turn).rejects.toThrow('the server stops');
  });

  it('shows all of its metrics on its board', async () => {
    const shown = new Set(thisServerBoard.panels.map(({ query }) => query?.metric));
    const collected = new Set((await firstCollection(SystemCollector)).map(({ key }) => key));
    expect([...collected].filter((key) => !shown.has(key))).toEqual([]);
  });
});

describe('thisServerBoard', () => {
  it('has valid queries', () => {
    expect(boardInputSchema.parse(thisServerBoard)).toEqual(thisServerBoard);
    for (const { query } of thisServerBoard.panels) expect(metricsQuerySchema.parse(query)).toEqual(query);
  });

  it('fills its grid without gaps and overlaps', () => {
    const cells = new Map<string, string>();
    let bottom = 0;
    for (const { id, layout } of thisServerBoard.panels) {
      for (let y = layout.y; y < layout.y + layout.h; y++) {
        for (let x = layout.x; x < layout.x + layout.w; x++) {
          expect([id, cells.get(`${x},${y}`)]).toEqual([id, undefined]);
          cells.set(`${x},${y}`, id);
        }
      }
      bottom = Math.max(bottom, layout.y + layout.h);
    }
    expect(cells.size).toBe(bottom * GRID_COLUMNS);
  });
});
