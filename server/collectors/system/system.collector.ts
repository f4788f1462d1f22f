import { readFile } from 'node:fs/promises';
import { cpus, freemem, loadavg, totalmem, uptime } from 'node:os';
import { Injectable, type OnModuleDestroy } from '@nestjs/common';
import { firstValueFrom, fromEvent, merge } from 'rxjs';
import { Clock } from '../../common/time/clock.js';
import { Collector, type CollectContext, type Sample } from '../../dashboard/contracts/collector.js';
import { readDisks } from './disks.js';
import {
  cpuReadingOf,
  parseDiskstats,
  parseMeminfo,
  parseMounts,
  parseNetDev,
  parseStat,
  type Counters,
  type CpuReading,
  type MemoryUsage,
} from './proc.js';
import { ProcessProbe } from './process-probe.js';
import { busyPercent, growthPerSecond } from './rates.js';

/** Counters whose difference between two readings is a measurement. */
interface Reading {
  readonly at: number;
  readonly cpu: CpuReading;
  readonly disks: Counters<'read' | 'write'>;
  readonly network: Counters<'in' | 'out'>;
}

/** Time between the first two readings, so that a board has all values shortly after the start. */
const FIRST_INTERVAL_MS = 500;

/**
 * Collects metrics (`system.*`) about the machine that Boardcast runs on from /proc and node:os, without child processes.
 * Values that a system does not provide are omitted (macOS has no /proc).
 */
@Injectable()
export class SystemCollector extends Collector implements OnModuleDestroy {
  readonly name = 'system';
  readonly every = '5s';
  protected readonly proc: string = '/proc';

  private readonly process = new ProcessProbe();
  private last: Reading | undefined;

  constructor(private readonly clock: Clock) {
    super();
  }

  onModuleDestroy(): void {
    this.process.stop();
  }

  async collect({ signal }: CollectContext): Promise<Sample[]> {
    const before = this.last ?? (await this.firstReading(signal));
    const [now, memory, mounts] = await Promise.all([this.read(), this.memory(), this.file('self/mounts')]);
    this.last = now;
    const elapsedMs = now.at - before.at;
    return [
      ...cpuSamples(busyPercent(before.cpu, now.cpu)),
      ...loadSamples(),
      ...memorySamples(memory),
      ...(await diskSamples(mounts)),
      ...directionSamples('system.disk.io', growthPerSecond(before.disks, now.disks, ['read', 'write'], elapsedMs)),
      ...directionSamples('system.network.io', growthPerSecond(before.network, now.network, ['in', 'out'], elapsedMs)),
      { key: 'system.uptime', value: uptime(), unit: 's' },
      ...this.process.read(elapsedMs),
    ];
  }

  private async firstReading(signal: AbortSignal): Promise<Reading> {
    this.process.start();
    const reading = await this.read();
    signal.throwIfAborted();
    await firstValueFrom(merge(this.clock.wait(FIRST_INTERVAL_MS), fromEvent(signal, 'abort')));
    signal.throwIfAborted();
    return reading;
  }

  private async read(): Promise<Reading> {
    const [stat, diskstats, netDev] = await Promise.all([
      this.file('stat'),
      this.file('diskstats'),
      this.file('net/dev'),
    ]);
    return {
      at: this.clock.now(),
      cpu: stat === undefined ? cpuReadingOf(cpus()) : parseStat(stat),
      disks: parseDiskstats(diskstats ?? ''),
      network: parseNetDev(netDev ?? ''),
    };
  }

  private async memory(): Promise<MemoryUsage> {
    const parsed = parseMeminfo((await this.file('meminfo')) ?? '');
    return parsed ?? { total: totalmem(), available: freemem(), swapTotal: 0, swapFree: 0 };
  }

  /** Returns undefined if the file does not exist or is not readable, as in some containers. */
  private async file(name: string): Promise<string | undefined> {
    return readFile(`${this.proc}/${name}`, 'utf8').catch(() => undefined);
  }
}

function cpuSamples(percent: ReadonlyMap<string, number>): Sample[] {
  return [...percent].map(([core, value]) =>
    core === 'all'
      ? { key: 'system.cpu', value, unit: 'percent' }
      : { key: 'system.cpu.core', value, unit: 'percent', tags: { core } },
  );
}

function loadSamples(): Sample[] {
  // Windows has no load average; Node returns zeros there.
  if (process.platform === 'win32') return [];
  const windows = ['1m', '5m', '15m'];
  return loadavg().map((value, index) => ({ key: 'system.load', value, tags: { window: windows[index] ?? '' } }));
}

function memorySamples({ total, available, swapTotal, swapFree }: MemoryUsage): Sample[] {
  const used = total - available;
  const bytes = (part: string, value: number): Sample => ({
    key: 'system.memory.bytes',
    value,
    unit: 'bytes',
    tags: { part },
  });
  return [
    { key: 'system.memory.percent', value: (100 * used) / total, unit: 'percent' },
    bytes('used', used),
    bytes('available', available),
    ...(swapTotal > 0 ? [bytes('swap', swapTotal - swapFree)] : []),
  ];
}

async function diskSamples(mounts: string | undefined): Promise<Sample[]> {
  // The root exists even if the list of mounts is not available.
  const known = mounts === undefined ? [{ device: '/', path: '/', type: '' }] : parseMounts(mounts);
  const disks = await readDisks(known);
  return disks.flatMap(({ mount, used, available }) => [
    { key: 'system.disk.percent', value: (100 * used) / (used + available), unit: 'percent', tags: { mount } },
    { key: 'system.disk.bytes', value: used, unit: 'bytes', tags: { mount } },
  ]);
}

function directionSamples(key: string, rates: Record<string, number> | undefined): Sample[] {
  return Object.entries(rates ?? {}).map(([direction, value]) => ({
    key,
    value,
    unit: 'bytes/s',
    tags: { direction },
  }));
}
