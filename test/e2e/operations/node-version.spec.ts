import { spawnSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from '@jest/globals';
import { satisfies } from 'semver';

const ROOT = join(import.meta.dirname, '../../..');

const { engines } = JSON.parse(readFileSync(join(ROOT, 'package.json'), 'utf8')) as { engines: { node: string } };

const VERSIONS = ['20.20.2', '22.22.3', '24.14.1', '24.15.0', '24.21.0', '25.2.0', '26.0.0', '27.1.0'];

/** Whether a script runs to its end on a Node that says that it has this version. */
function runs(script: string, version: string): boolean {
  const pretend = `Object.defineProperty(process.versions, 'node', { value: '${version}' });`;
  const load = `${pretend} await import(${JSON.stringify(join(ROOT, script))});`;
  return spawnSync(process.execPath, ['--input-type=module', '--eval', load], { stdio: 'ignore' }).status === 0;
}

describe('the check of the version of Node', () => {
  it.each(['scripts/require-node.mjs', 'server/require-node.ts'])('agrees with package.json: %s', (script) => {
    const accepted = VERSIONS.filter((version) => runs(script, version));
    expect(accepted).toEqual(VERSIONS.filter((version) => satisfies(version, engines.node)));
  });
});
