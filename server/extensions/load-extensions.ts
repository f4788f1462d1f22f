import { readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import type { DynamicModule, Type } from '@nestjs/common';
import semver from 'semver';
import { isObject } from '../../wire/is-object.js';
import { within } from '../common/time/within.js';
import { findPackageFolder, PACKAGE_VERSION } from '../config/package-root.js';
import { type Extension, ExtensionError, type FailedExtension, SEE_LOG } from './extension.js';
import { findModule } from './find-module.js';
import { importSpecifier, shareServerPackages } from './resolve-extensions.js';

/** An import may wait for something that never happens. Without a limit, the process would then end without a message. */
const IMPORT_LIMIT_MS = 30_000;
const TOO_SLOW = `The import did not end within ${IMPORT_LIMIT_MS / 1_000} s.`;

const NOT_FOUND =
  'It cannot be found. Check its path, which begins with ./, or install its package in the working directory.';

export interface LoadedExtensions {
  readonly extensions: readonly Extension[];
  readonly failed: readonly FailedExtension[];
}

/** Rejects if the server cannot resolve the dependencies of a module. */
type CheckDependencies = (module: Type | DynamicModule) => Promise<void>;

/** Imports and checks extensions. One that fails does not affect the others. */
export async function loadExtensions(
  names: readonly string[],
  checkDependencies: CheckDependencies,
): Promise<LoadedExtensions> {
  if (names.length > 0) shareServerPackages(process.cwd());
  const extensions: Extension[] = [];
  const failed: FailedExtension[] = [];
  for (const name of names) {
    try {
      extensions.push(await load(name, checkDependencies));
    } catch (error) {
      if (!(error instanceof ExtensionError)) throw error;
      failed.push({ name, error });
    }
  }
  return { extensions, failed };
}

async function load(name: string, checkDependencies: CheckDependencies): Promise<Extension> {
  const url = await orReject(NOT_FOUND, () => import.meta.resolve(importSpecifier(name, process.cwd())));
  await checkVersion(url);
  const exported = await orReject(`It cannot be imported. ${SEE_LOG}`, () =>
    within(import(url) as Promise<Record<string, unknown>>, IMPORT_LIMIT_MS, TOO_SLOW),
  );
  const module = findModule(exported);
  await orReject(`Nest cannot resolve its dependencies. ${SEE_LOG}`, () => checkDependencies(module));
  return { name, url, module };
}

/** An extension that is a package names the versions that it is made for as a peer dependency. */
async function checkVersion(url: string): Promise<void> {
  const folder = await orReject(NOT_FOUND, () => findPackageFolder(dirname(fileURLToPath(url))));
  if (folder === undefined) return;
  const manifest = await orReject(`Its package.json cannot be read. ${SEE_LOG}`, () =>
    readJson(join(folder, 'package.json')),
  );
  const peers = isObject(manifest) ? manifest.peerDependencies : undefined;
  const wanted = isObject(peers) ? peers.boardcast : undefined;
  const range = typeof wanted === 'string' ? semver.validRange(wanted) : null;
  // Ranges like `workspace:*` and paths say nothing about the version.
  if (range === null || semver.satisfies(PACKAGE_VERSION, range, { includePrerelease: true })) return;
  throw new ExtensionError(
    `It is made for boardcast ${range}, and this is ${PACKAGE_VERSION}. Install a version of it for ${PACKAGE_VERSION}.`,
  );
}

function readJson(path: string): unknown {
  return JSON.parse(readFileSync(path, 'utf8'));
}

async function orReject<T>(reason: string, work: () => T | Promise<T>): Promise<T> {
  try {
    return await work();
  } catch (cause) {
    throw new ExtensionError(reason, { cause });
  }
}
