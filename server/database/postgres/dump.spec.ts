import { afterEach, describe, expect, it } from '@jest/globals';
import { chmodSync, existsSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { startupErrorMessage } from '../../../test/support/server/startup-error-message.js';
import { useTempDirPerTest } from '../../../test/support/use-temp-dir.js';
import { dumpPostgres, restorePostgres } from './dump.js';

const URL_WITH_PASSWORD = 'postgres://me:se%20cret@db.example.com:5433/boards';

let folder: string;
let target: string;
const path = process.env.PATH;

useTempDirPerTest((created) => {
  folder = created;
  target = join(folder, 'copies', 'copy.dump');
});
afterEach(() => {
  process.env.PATH = path;
});

/** Installs a stub for a tool of PostgreSQL, because no npm package contains it. The stub writes its arguments to a file. */
function install(name: string, then: string): void {
  const file = join(folder, name);
  writeFileSync(file, `#!/bin/sh\necho "$PGPASSWORD" "$@" > "${folder}/given"\n${then}\n`);
  chmodSync(file, 0o755);
  process.env.PATH = `${folder}:${path ?? ''}`;
}

const given = (): string => readFileSync(join(folder, 'given'), 'utf8').trim();

describe('backups of PostgreSQL', () => {
  it('run pg_dump without the password in its arguments', () => {
    install('pg_dump', 'for each; do case "$each" in --file=*) echo dump > "${each#--file=}";; esac; done');
    expect(dumpPostgres(URL_WITH_PASSWORD, target)).toBe(5);
    expect(given()).toBe(
      `se cret --dbname=postgres://me@db.example.com:5433/boards --format=custom --no-owner --schema=boardcast --file=${target}.part`,
    );
    expect(startupErrorMessage(() => dumpPostgres(URL_WITH_PASSWORD, target))).toMatch(/exists already/);
  });

  it('are restored by pg_restore in one transaction', () => {
    install('pg_restore', '');
    writeFileSync(join(folder, 'copy'), '');
    restorePostgres(URL_WITH_PASSWORD, join(folder, 'copy'));
    expect(given()).toContain(`--clean --if-exists --no-owner --single-transaction ${join(folder, 'copy')}`);
    expect(
      startupErrorMessage(() => {
        restorePostgres(URL_WITH_PASSWORD, target);
      }),
    ).toMatch(/There is no file/);
  });

  it('fail with a message if the tool is not installed or fails', () => {
    process.env.PATH = folder;
    expect(startupErrorMessage(() => dumpPostgres(URL_WITH_PASSWORD, target))).toMatch(
      /pg_dump is not installed. Install/,
    );
    install('pg_dump', 'echo "no such database" >&2; exit 1');
    expect(startupErrorMessage(() => dumpPostgres(URL_WITH_PASSWORD, target))).toBe('pg_dump failed: no such database');
    expect(existsSync(target)).toBe(false);
  });
});
