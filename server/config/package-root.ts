import { existsSync, readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';

/** The folder with Boardcast's package.json. It contains both the sources and the compiled files. */
export const PACKAGE_ROOT = findOwnPackage(import.meta.dirname);

/** The version in package.json. */
export const PACKAGE_VERSION = readVersion(PACKAGE_ROOT);

/** Returns the nearest folder with a package.json: this one or one above; undefined if there is none. */
export function findPackageFolder(from: string): string | undefined {
  for (let folder = from; ; folder = dirname(folder)) {
    if (existsSync(join(folder, 'package.json'))) return folder;
    if (folder === dirname(folder)) return undefined;
  }
}

function findOwnPackage(from: string): string {
  const folder = findPackageFolder(from);
  if (folder === undefined)
    throw new Error(`No package.json above ${from}: Boardcast's files are incomplete. Install it again.`);
  return folder;
}

function readVersion(root: string): string {
  const { version } = JSON.parse(readFileSync(join(root, 'package.json'), 'utf8')) as { version: string };
  return version;
}
