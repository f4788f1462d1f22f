import { existsSync, readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';

/** Folder of Boardcast's own package.json: above the sources as above the compiled files. */
export const PACKAGE_ROOT = findPackageRoot(import.meta.dirname);

/** Version of the package, as its package.json says. */
export const PACKAGE_VERSION = readVersion(PACKAGE_ROOT);

function findPackageRoot(from: string): string {
  for (let folder = from; ; folder = dirname(folder)) {
    if (existsSync(join(folder, 'package.json'))) return folder;
    if (folder === dirname(folder)) throw new Error(`No package.json above ${from}: Boardcast's files are incomplete.`);
  }
}

function readVersion(root: string): string {
  const { version } = JSON.parse(readFileSync(join(root, 'package.json'), 'utf8')) as { version: string };
  return version;
}
