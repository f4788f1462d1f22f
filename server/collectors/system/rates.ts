import type { Counters, CpuReading } from './proc.js';

/** Percent of the time between two readings that each core was busy; cores that are not in both are left out. */
export function busyPercent(before: CpuReading, after: CpuReading): Map<string, number> {
  const percent = new Map<string, number>();
  for (const [core, now] of after) {
    const then = before.get(core);
    const total = now.total - (then?.total ?? now.total);
    // Counters of iowait are known to step back a little (proc_stat(5)), and a core may have been unplugged.
    if (then === undefined || total <= 0) continue;
    percent.set(core, Math.min(100, Math.max(0, (100 * (now.busy - then.busy)) / total)));
  }
  return percent;
}

/**
 * Growth per second between two readings, summed over the devices that are in both. A counter that went back began anew
 * with its device and adds nothing. Undefined where no time has passed or no device is known.
 */
export function growthPerSecond<D extends string>(
  before: Counters<D>,
  after: Counters<D>,
  directions: readonly D[],
  elapsedMs: number,
): Record<D, number> | undefined {
  if (elapsedMs <= 0 || after.size === 0) return undefined;
  const sums = Object.fromEntries(directions.map((direction) => [direction, 0])) as Record<D, number>;
  for (const [device, now] of after) {
    const then = before.get(device);
    if (then === undefined) continue;
    for (const direction of directions) {
      sums[direction] += (Math.max(0, now[direction] - then[direction]) * 1_000) / elapsedMs;
    }
  }
  return sums;
}
