import { join } from 'node:path';
import { ServerProcess, type ServerOptions } from '../server/server-process.js';

/** The tarball of the package. */
export const TARBALL = process.env.BOARDCAST_TEST_TARBALL as string;

/** A folder in which the package is installed. */
export const INSTALLED = process.env.BOARDCAST_TEST_PACKAGE as string;

/** The program of an installed package, which `npx boardcast` runs. */
export const programIn = (folder: string): string => join(folder, 'node_modules/boardcast/bin/boardcast.mjs');

/** Starts the server of the package in a folder where it is installed. */
export function startInstalled(folder: string, options: ServerOptions = {}): Promise<ServerProcess> {
  return ServerProcess.start({ script: programIn(folder), cwd: folder, ...options });
}
