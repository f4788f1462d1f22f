import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { beforeEach, expect, it } from '@jest/globals';
import { useTempDirPerTest } from '../../test/support/use-temp-dir.js';
import { PACKAGE_ROOT } from '../config/package-root.js';
import { checkPeerPackages } from './check-peer-packages.js';

let folder: string;
let root: string;
useTempDirPerTest((path) => (folder = path));
beforeEach(() => {
  root = install('boardcast', {
    peerDependencies: { '@nestjs/core': '^12.0.1', rxjs: '^7.8.1', '@angular/core': '^22.2.0' },
    peerDependenciesMeta: { '@angular/core': { optional: true } },
  });
});

function install(name: string, manifest: object): string {
  const path = join(folder, 'node_modules', name);
  mkdirSync(path, { recursive: true });
  writeFileSync(join(path, 'package.json'), JSON.stringify({ name, ...manifest }));
  return path;
}

it.each(['12.5.1', '12.6.0-next.1'])('accepts Nest %s, and needs no optional packages', (version) => {
  install('@nestjs/core', { version });
  // Like many packages, it does not export its package.json.
  install('rxjs', { version: '7.8.1', exports: {} });
  expect(() => {
    checkPeerPackages(root);
  }).not.toThrow();
});

it('names all packages that are missing or have other versions, and how to install them', () => {
  install('@nestjs/core', { version: '11.1.0' });
  expect(() => {
    checkPeerPackages(root);
  }).toThrow(
    'Packages that it needs are missing or have other versions: @nestjs/core (11.1.0), rxjs (not installed). ' +
      "Install them: npm install '@nestjs/core@^12.0.1' 'rxjs@^7.8.1'",
  );
});

it('accepts a clone, which has no peer dependencies', () => {
  expect(() => {
    checkPeerPackages(PACKAGE_ROOT);
  }).not.toThrow();
});
