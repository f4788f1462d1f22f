import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from '@jest/globals';
import { startupErrorMessage } from '../../test/support/server/startup-error-message.js';
import { useTempDirPerTest } from '../../test/support/use-temp-dir.js';
import { DATABASE_FILE, dataDirOf, defaultDataDir } from './data-dir.js';

let folder: string;
useTempDirPerTest((path) => (folder = path));

function createDatabase(dataDir: string): void {
  mkdirSync(dataDir, { recursive: true });
  writeFileSync(join(dataDir, DATABASE_FILE), '');
}

describe('defaultDataDir', () => {
  it('is data in the working directory, whether or not it exists', () => {
    expect(defaultDataDir(folder, join(folder, 'package'))).toBe(join(folder, 'data'));
    mkdirSync(join(folder, 'package/data'), { recursive: true });
    expect(defaultDataDir(folder, join(folder, 'package'))).toBe(join(folder, 'data'));
  });

  it('is data in the package if that is the working directory, as in a clone', () => {
    createDatabase(join(folder, 'data'));
    expect(defaultDataDir(folder, folder)).toBe(join(folder, 'data'));
  });

  it('is data in the working directory if the package contains another database', () => {
    createDatabase(join(folder, 'data'));
    createDatabase(join(folder, 'package/data'));
    expect(defaultDataDir(folder, join(folder, 'package'))).toBe(join(folder, 'data'));
  });

  it('names a database that is only in the package, and how to keep it', () => {
    const former = join(folder, 'package/data');
    createDatabase(former);
    const message = startupErrorMessage(() => defaultDataDir(folder, join(folder, 'package')));
    expect(message).toContain(`There is a database in ${former}`);
    expect(message).toContain(`none in ${join(folder, 'data')}`);
    expect(message).toContain(`set DATA_DIR (option dataDir) to ${former}`);
  });

  it('says that the next installation deletes a database in node_modules', () => {
    const packageRoot = join(folder, 'node_modules/boardcast');
    createDatabase(join(packageRoot, 'data'));
    const message = startupErrorMessage(() => defaultDataDir(folder, packageRoot));
    expect(message).toContain('The next installation of the package deletes that folder.');
    expect(message).toContain(`Move its files to ${join(folder, 'data')}.`);
    expect(message).not.toContain('DATA_DIR=');
  });
});

describe('dataDirOf', () => {
  it.each(['node_modules/boardcast/data', '/srv/app/node_modules/x', './node_modules'])(
    'rejects %s, because the next installation would delete it',
    (dataDir) => {
      expect(startupErrorMessage(() => dataDirOf({ dataDir }, folder))).toContain(`${dataDir} is inside node_modules`);
    },
  );

  it('rejects the default folder if the working directory is in an installed package', () => {
    const message = startupErrorMessage(() => dataDirOf({}, join(folder, 'node_modules/boardcast')));
    expect(message).toContain('is inside node_modules');
  });

  it('accepts other folders, and any folder with PostgreSQL', () => {
    expect(dataDirOf({ dataDir: 'my_node_modules/x' }, folder)).toBe('my_node_modules/x');
    expect(dataDirOf({ dataDir: 'node_modules/x', databaseUrl: 'postgres://db/x' }, folder)).toBe('node_modules/x');
  });
});
