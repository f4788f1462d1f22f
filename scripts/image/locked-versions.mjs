// Prints a package.json whose overrides make `npm install` of the packed package install the versions of a lockfile, which were tested,
// instead of the newest ones: `node locked-versions.mjs package-lock.json > package.json`.
import { readFileSync } from 'node:fs';
import { pathToFileURL } from 'node:url';

/**
 * @param {Record<string, { version: string, dev?: boolean, optional?: boolean }>} packages the member `packages` of a lockfile
 * @returns {Record<string, Record<string, string>>} overrides: the version of each package itself (`.`), and versions of its dependencies
 *   that differ from those of other packages
 */
export function lockedVersions(packages) {
  const overrides = {};
  for (const [path, { version, dev, optional }] of Object.entries(packages)) {
    if (path === '' || dev || optional) continue;
    const names = path.split(/(?:^|\/)node_modules\//).slice(1);
    const name = names.at(-1);
    const parent = names.at(-2);
    if (parent === undefined) (overrides[name] ??= {})['.'] = version;
    else (overrides[parent] ??= {})[name] = version;
  }
  return overrides;
}

if (import.meta.url === pathToFileURL(process.argv[1]).href) {
  const { packages } = JSON.parse(readFileSync(process.argv[2], 'utf8'));
  process.stdout.write(`${JSON.stringify({ private: true, overrides: lockedVersions(packages) }, null, 2)}\n`);
}
