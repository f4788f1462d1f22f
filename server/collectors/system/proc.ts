import type { CpuInfo } from 'node:os';

/** Time that a CPU has spent since the machine started. The unit does not matter, because only ratios are used. */
export interface CpuTimes {
  readonly busy: number;
  readonly total: number;
}

/** Times by core (`0`, `1`, …). `all` is their sum. */
export type CpuReading = ReadonlyMap<string, CpuTimes>;

/** Counters by device and direction. A counter only grows while its device exists. */
export type Counters<D extends string> = ReadonlyMap<string, Readonly<Record<D, number>>>;

/** Bytes. */
export interface MemoryUsage {
  readonly total: number;
  readonly available: number;
  readonly swapTotal: number;
  readonly swapFree: number;
}

export interface Mount {
  readonly device: string;
  readonly path: string;
  readonly type: string;
}

/** The unit of /proc/diskstats, whatever the sector size of the disk is (Documentation/block/stat.rst of Linux). */
const SECTOR_BYTES = 512;

function lines(text: string): string[][] {
  return text
    .split('\n')
    .map((line) => line.trim().split(/\s+/))
    .filter(([first]) => first !== '');
}

/** Parses /proc/stat. User time includes guest time, so only the first eight columns count (proc_stat(5)). */
export function parseStat(text: string): CpuReading {
  const reading = new Map<string, CpuTimes>();
  for (const [name = '', ...columns] of lines(text)) {
    const core = /^cpu(\d*)$/.exec(name)?.[1];
    if (core === undefined) continue;
    const [user = 0, nice = 0, system = 0, idle = 0, iowait = 0, irq = 0, softirq = 0, steal = 0] = columns.map(Number);
    const busy = user + nice + system + irq + softirq + steal;
    reading.set(core === '' ? 'all' : core, { busy, total: busy + idle + iowait });
  }
  return reading;
}

/** Converts the result of `os.cpus()`, for systems without /proc. */
export function cpuReadingOf(cpus: readonly Pick<CpuInfo, 'times'>[]): CpuReading {
  const reading = new Map<string, CpuTimes>();
  const all = { busy: 0, total: 0 };
  cpus.forEach(({ times }, core) => {
    const busy = times.user + times.nice + times.sys + times.irq;
    const total = busy + times.idle;
    reading.set(String(core), { busy, total });
    all.busy += busy;
    all.total += total;
  });
  if (cpus.length > 0) reading.set('all', all);
  return reading;
}

/** Parses /proc/meminfo. Returns undefined if it does not have the total. */
export function parseMeminfo(text: string): MemoryUsage | undefined {
  const bytes = new Map(lines(text).map(([name = '', kib]) => [name.replace(':', ''), Number(kib) * 1_024]));
  const total = bytes.get('MemTotal');
  const available = bytes.get('MemAvailable') ?? bytes.get('MemFree');
  if (total === undefined || available === undefined) return undefined;
  return { total, available, swapTotal: bytes.get('SwapTotal') ?? 0, swapFree: bytes.get('SwapFree') ?? 0 };
}

/** Parses /proc/self/mounts, which escapes spaces as `\040` (fstab(5)). */
export function parseMounts(text: string): Mount[] {
  const unescape = (word = ''): string =>
    word.replace(/\\([0-7]{3})/g, (_, octal: string) => String.fromCharCode(parseInt(octal, 8)));
  return lines(text).map(([device, path, type]) => ({
    device: unescape(device),
    path: unescape(path),
    type: unescape(type),
  }));
}

const READ_ONLY_IMAGES = new Set(['squashfs', 'iso9660', 'udf', 'erofs', 'cramfs']);

/** Returns the mounts that have data on a disk of this machine, and the root in any case. The shortest path comes first. */
export function diskMounts(mounts: readonly Mount[]): Mount[] {
  return mounts
    .filter(({ device, path, type }) => {
      if (READ_ONLY_IMAGES.has(type)) return false;
      return path === '/' || type === 'zfs' || (device.startsWith('/dev/') && !device.startsWith('/dev/loop'));
    })
    .sort((a, b) => a.path.length - b.path.length);
}

const NOT_A_DISK = /^(?:loop|ram|zram|dm-|md|sr|fd)\d*/;

/** Parses the bytes of each whole disk from /proc/diskstats. Devices on top of disks (partitions, LVM, RAID) would count twice. */
export function parseDiskstats(text: string): Counters<'read' | 'write'> {
  const disks = new Map<string, { read: number; write: number }>();
  for (const [, , name = '', , , read, , , , write] of lines(text)) {
    if (NOT_A_DISK.test(name)) continue;
    disks.set(name, { read: Number(read) * SECTOR_BYTES, write: Number(write) * SECTOR_BYTES });
  }
  for (const name of [...disks.keys()]) {
    const whole = /^(.+?)p?\d+$/.exec(name)?.[1];
    if (whole !== undefined && disks.has(whole)) disks.delete(name);
  }
  return disks;
}

const VIRTUAL_INTERFACE =
  /^(?:veth|docker|br-|br\d|virbr|vnet|tap|tun|wg|zt|tailscale|cni|cali|flannel|dummy|ifb|bond|team|vlan|macvtap|sit|ip6tnl|gre)|[.@]/;

/**
 * Parses the bytes of each network interface from /proc/net/dev. The traffic of bridges and tunnels also passes a real interface, so
 * they count only if there is no real interface, as in some containers.
 */
export function parseNetDev(text: string): Counters<'in' | 'out'> {
  const all = new Map<string, { in: number; out: number }>();
  for (const line of text.split('\n')) {
    const [, name = '', columns = ''] = /^\s*([^:|]+):(.*)$/.exec(line) ?? [];
    if (name === '' || name === 'lo') continue;
    const numbers = columns.trim().split(/\s+/).map(Number);
    all.set(name, { in: numbers[0] ?? 0, out: numbers[8] ?? 0 });
  }
  const real = new Map([...all].filter(([name]) => !VIRTUAL_INTERFACE.test(name)));
  return real.size > 0 ? real : all;
}
