import type { Counters, CpuReading } from './proc.js';

/** Returns the percentage of time that each core was busy between two readings. Cores must be in both readings. */
export function busyPercent(before: CpuReading, after: CpuReading): Map<string, number> {
  const percent = new Map<string, number>();
  for (const [core, now] of after) {
    const then = before.get(core);
    const total = now.total - (then?.total ?? now.total);
    // The iowait counter can decrease (proc_stat(5)), and a core may have been unplugged.
    if (then === undefined || total <= 0) continue;
    percent.set(core, Math.min(100, Math.max(0, (100 * (now.busy - then.busy)) / total)));
  }
  return percent;
}

/**
 * Returns the growth per second between two readings, summed over the devices in both. A counter that decreased was reset with its
 * device and adds nothing. Returns undefined if no time has passed or there is no device.
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
