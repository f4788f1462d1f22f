// The package.json of the published package.
import { importedPackages } from './declarations.mjs';

/**
 * Applications have these themselves: with a second copy, which has other classes and metadata, injection fails. A test runs the server
 * on the lowest versions.
 */
const PEERS = {
  '@nestjs/cache-manager': '^12.0.0',
  '@nestjs/common': '^12.0.1',
  '@nestjs/core': '^12.0.1',
  '@nestjs/platform-fastify': '^12.0.1',
  '@nestjs/platform-ws': '^12.0.1',
  '@nestjs/swagger': '^12.0.0',
  '@nestjs/websockets': '^12.0.1',
  'reflect-metadata': '^0.2.0',
  rxjs: '^7.8.1',
};

const EXPORTS = {
  '.': { types: './dist/server/index.d.ts', default: './dist/server/index.js' },
  './package.json': './package.json',
};

/**
 * @param {object} repository the repository's package.json
 * @param {Iterable<string>} contents the JavaScript and declaration files of the package
 * @param {(name: string) => object} readManifest reads the package.json of an installed package
 */
export function packageManifest(repository, contents, readManifest) {
  const { name, version, description, license, type, engines, dependencies } = repository;
  const used = usedPackages(contents, readManifest);
  const missing = [...used].filter((each) => !(each in dependencies));
  if (missing.length > 0) {
    throw new Error(`The package imports ${missing.join(', ')}, which package.json does not list as dependencies.`);
  }
  const regular = [...used].filter((each) => !(each in PEERS)).sort();
  const copied = regular.filter((each) => each.startsWith('@nestjs/'));
  if (copied.length > 0) throw new Error(`Add ${copied.join(', ')} to the peer dependencies in this file.`);
  return {
    ...{ name, version, description, license, type, engines },
    bin: { boardcast: 'bin/boardcast.mjs' },
    main: EXPORTS['.'].default,
    types: EXPORTS['.'].types,
    exports: EXPORTS,
    dependencies: Object.fromEntries(regular.map((each) => [each, `^${dependencies[each]}`])),
    peerDependencies: PEERS,
  };
}

/** What the files import, and what these packages require beside them. */
function usedPackages(contents, readManifest) {
  const used = new Set();
  for (const text of contents) for (const name of importedPackages(text)) used.add(name);
  for (const name of used) {
    const { peerDependencies = {}, peerDependenciesMeta = {} } = readManifest(name);
    for (const peer of Object.keys(peerDependencies)) if (!peerDependenciesMeta[peer]?.optional) used.add(peer);
  }
  return used;
}
