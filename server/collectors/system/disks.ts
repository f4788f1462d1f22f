import { stat, statfs } from 'node:fs/promises';
import { diskMounts, type Mount } from './proc.js';

/** The space of a mounted disk in bytes. `available` is the space that programs without root rights can use. */
export interface DiskSpace {
  readonly mount: string;
  readonly used: number;
  readonly available: number;
}

const MAX_DISKS = 8;

/**
 * Returns the space of the disks behind the mounts. Each disk appears once, with its shortest path. Mounts that no longer exist
 * or are not accessible are left out, as in df(1).
 */
export async function readDisks(mounts: readonly Mount[]): Promise<DiskSpace[]> {
  const candidates = diskMounts(mounts);
  // Containers mount single files of a disk, such as /etc/hosts.
  const folders = await Promise.all(candidates.map(({ path }) => isFolder(path)));
  const byDevice = new Map<string, Mount>();
  candidates.forEach((mount, index) => {
    if (folders[index] && !byDevice.has(mount.device)) byDevice.set(mount.device, mount);
  });
  const disks = await Promise.all([...byDevice.values()].slice(0, MAX_DISKS).map(({ path }) => spaceOf(path)));
  return disks.filter((disk) => disk !== undefined);
}

async function isFolder(path: string): Promise<boolean> {
  return stat(path).then(
    (stats) => stats.isDirectory(),
    () => false,
  );
}

async function spaceOf(mount: string): Promise<DiskSpace | undefined> {
  const space = await statfs(mount).catch(() => undefined);
  if (space === undefined) return undefined;
  const used = (space.blocks - space.bfree) * space.bsize;
  const available = space.bavail * space.bsize;
  // Pseudo file systems have no size.
  return used + available > 0 ? { mount, used, available } : undefined;
}
