// The package.json of the published package.
import { importedPackages } from './declarations.mjs';

/**
 * Packages of which an application must have only one copy: a second copy has different classes and metadata, so injection fails. A test
 * runs the server on the lowest versions.
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

/** Only `boardcast/angular` needs these. A library works with the version of Angular that it was built with, and with later minor versions. */
const ANGULAR_PEERS = {
  '@angular/cdk': '^22.2.0',
  '@angular/common': '^22.2.0',
  '@angular/core': '^22.2.0',
  '@angular/platform-browser': '^22.2.0',
};

const EXPORTS = {
  '.': { types: './dist/server/index.d.ts', default: './dist/server/index.js' },
  './client': { types: './dist/client-library/index.d.ts', default: './dist/client-library/index.js' },
  './angular': {
    types: './dist/angular-library/types/boardcast-angular.d.ts',
    default: './dist/angular-library/fesm2022/boardcast-angular.mjs',
  },
  './package.json': './package.json',
};

/**
 * @param {object} options
 * @param {object} options.repository the repository's package.json
 * @param {string[]} options.contents the JavaScript and declaration files of the package
 * @param {(name: string) => object} options.readManifest reads the package.json of an installed package
 */
export function packageManifest({ repository, contents, readManifest }) {
  const { name, version, description, license, type, engines } = repository;
  const versions = { ...repository.devDependencies, ...repository.dependencies };
  const peerDependencies = { ...PEERS, ...ANGULAR_PEERS };
  const used = usedPackages(contents, versions, readManifest).filter((each) => !(each in peerDependencies));
  const problems = used.filter((each) => !(each in versions) || /^@(nestjs|angular)\//.test(each));
  if (problems.length > 0) {
    throw new Error(
      `The package imports ${problems.join(', ')}. Add them to the dependencies in package.json, or to the peer dependencies here.`,
    );
  }
  return {
    ...{ name, version, description, license, type, engines },
    bin: { boardcast: 'bin/boardcast.mjs' },
    main: EXPORTS['.'].default,
    types: EXPORTS['.'].types,
    exports: EXPORTS,
    dependencies: Object.fromEntries(used.map((each) => [each, `^${versions[each]}`])),
    peerDependencies,
    peerDependenciesMeta: Object.fromEntries(Object.keys(ANGULAR_PEERS).map((each) => [each, { optional: true }])),
  };
}

/** What the files import, and what these packages require beside them. Applications with Angular have what Angular requires. */
function usedPackages(contents, versions, readManifest) {
  const used = new Set(contents.flatMap((text) => [...importedPackages(text)]));
  for (const name of used) {
    if (name in ANGULAR_PEERS || !(name in versions)) continue;
    const { peerDependencies = {}, peerDependenciesMeta = {} } = readManifest(name);
    for (const peer of Object.keys(peerDependencies)) if (!peerDependenciesMeta[peer]?.optional) used.add(peer);
  }
  return [...used].sort();
}
