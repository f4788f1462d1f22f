import { spawnSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, expect, it } from '@jest/globals';

const UNIT = join(import.meta.dirname, '../../packaging/systemd/boardcast.service');

const hasSystemd = spawnSync('systemd-analyze', ['--version']).status === 0;

/** Returns what systemd reports about a unit. The program that it starts is replaced by one that exists. */
function problemsOf(unit) {
  const folder = mkdtempSync(join(tmpdir(), 'boardcast-'));
  try {
    const file = join(folder, 'boardcast.service');
    writeFileSync(file, unit.replace('/usr/bin/node', process.execPath));
    const { stderr } = spawnSync('systemd-analyze', ['verify', file], { encoding: 'utf8' });
    // It also reports about units of the machine.
    return stderr.split('\n').filter((line) => line.includes('boardcast'));
  } finally {
    rmSync(folder, { recursive: true });
  }
}

describe('the systemd unit', () => {
  const itIfInstalled = hasSystemd ? it : it.skip;
  const text = readFileSync(UNIT, 'utf8');

  itIfInstalled('is valid', () => {
    expect(problemsOf(text)).toEqual([]);
  });

  itIfInstalled('is verified: a misspelled setting is reported', () => {
    expect(problemsOf(text.replace('ProtectSystem=', 'ProtectSytem='))).toEqual([
      expect.stringContaining('ProtectSytem'),
    ]);
  });
});
