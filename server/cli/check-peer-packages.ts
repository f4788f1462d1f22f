import { readFileSync } from 'node:fs';
import { findPackageJSON } from 'node:module';
import { join } from 'node:path';
import semver from 'semver';
import { isObject } from '../../wire/is-object.js';
import { StartupError } from '../common/errors/startup-error.js';

/**
 * Checks the packages that a package needs beside it. Not every package manager installs them, and with another major version of Nest,
 * imports fail in ways that name neither.
 *
 * @param root the folder of the package
 * @throws StartupError that names all that are missing or have the wrong version
 */
export function checkPeerPackages(root: string): void {
  const { peerDependencies = {}, peerDependenciesMeta = {} } = readManifest(join(root, 'package.json'));
  const wrong = Object.entries(peerDependencies)
    .filter(([name]) => peerDependenciesMeta[name]?.optional !== true)
    .map(([name, range]) => ({ name, range, version: installedVersion(name, root) }))
    .filter(
      ({ range, version }) => version === undefined || !semver.satisfies(version, range, { includePrerelease: true }),
    );
  if (wrong.length === 0) return;
  const found = wrong.map(({ name, version }) => `${name} (${version ?? 'not installed'})`).join(', ');
  throw new StartupError(
    `Packages that it needs are missing or have other versions: ${found}. ` +
      `Install them: npm install ${wrong.map(({ name, range }) => `'${name}@${range}'`).join(' ')}`,
  );
}

interface Manifest {
  readonly version?: string;
  readonly peerDependencies?: Readonly<Record<string, string>>;
  readonly peerDependenciesMeta?: Readonly<Record<string, { readonly optional?: boolean }>>;
}

function installedVersion(name: string, root: string): string | undefined {
  const path = findManifest(name, root);
  return path === undefined ? undefined : readManifest(path).version;
}

/** `findPackageJSON` throws if there is no such package. */
function findManifest(name: string, root: string): string | undefined {
  try {
    return findPackageJSON(name, join(root, 'package.json'));
  } catch {
    return undefined;
  }
}

function readManifest(path: string): Manifest {
  const manifest: unknown = JSON.parse(readFileSync(path, 'utf8'));
  return isObject(manifest) ? manifest : {};
}
