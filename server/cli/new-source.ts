import { mkdirSync, writeFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { join, resolve } from 'node:path';
import { StartupError } from '../common/errors/startup-error.js';
import { PACKAGE_VERSION } from '../config/package-root.js';
import type { CommandLine } from './command-line.js';
import { npmCommand } from './npm-command.js';
import { sourceFiles } from './source-templates.js';

/** Also the slug of a board. */
const NAME = /^[a-z][a-z0-9]*(-[a-z0-9]+)*$/;

const MAX_NAME_LENGTH = 50;

/** Names of the server's own sources and boards. */
export const USED_NAMES: readonly string[] = ['metrics', 'statuses', 'events', 'tables', 'inbox', 'this-server'];

/**
 * Creates a folder with a module that has a source, a board and tests.
 * @returns what was created and how to use it
 * @throws StartupError
 */
export function newSource(commandLine: CommandLine): string {
  const name = commandLine.args[0] as string;
  checkName(name);
  const folder = resolve(name);
  const files = sourceFiles({ name, className: toClassName(name), title: toTitle(name), version: PACKAGE_VERSION });
  try {
    mkdirSync(folder);
    for (const [file, content] of Object.entries(files)) writeFileSync(join(folder, file), content);
  } catch (error) {
    const { code } = error as NodeJS.ErrnoException;
    throw new StartupError(
      code === 'EEXIST'
        ? `${folder} exists already. Choose another name, or move it away.`
        : `${folder} cannot be written (${String(code)}). Give this user the permission, or use another folder.`,
      { cause: error },
    );
  }
  return [
    `Created a source in ${folder}: ${Object.keys(files).join(', ')}`,
    `Start the server with it: EXTENSIONS=./${name} ${npmCommand('start', [], commandLine)}`,
    `Then open its board, /boards/${name}. Test it with: cd ${name} && ${canImport(folder) ? '' : 'npm install && '}npm test`,
  ].join('\n');
}

/** What the files of a new source import. */
const IMPORTED = ['boardcast', '@nestjs/common', 'zod'];

/** Whether files in the folder can import what they need, because it is installed in a folder above. */
function canImport(folder: string): boolean {
  const { resolve: find } = createRequire(join(folder, 'package.json'));
  try {
    for (const name of IMPORTED) find(name);
    return true;
  } catch {
    return false;
  }
}

function checkName(name: string): void {
  if (!NAME.test(name) || name.length > MAX_NAME_LENGTH) {
    throw new StartupError(
      `'${name}' is not a name of a source. Use lowercase letters, digits and single hyphens, and begin with a letter, as in ` +
        `room-climate, with at most ${MAX_NAME_LENGTH} characters.`,
    );
  }
  if (USED_NAMES.includes(name))
    throw new StartupError(`The server already uses the name '${name}'. Choose another one.`);
}

function toClassName(name: string): string {
  return name.replaceAll(/(?:^|-)(\w)/g, (_match, first: string) => first.toUpperCase());
}

function toTitle(name: string): string {
  return name.charAt(0).toUpperCase() + name.slice(1).replaceAll('-', ' ');
}
