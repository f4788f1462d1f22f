import { afterAll, beforeAll } from '@jest/globals';
import { Api } from './api.js';
import { ServerProcess, type ServerOptions } from './server-process.js';

/** Generous: a busy machine may take its time to start a process or to answer a thousand requests. */
export const PATIENCE_MS = 60_000;

/** One server for all tests of the file or the block, ended with it. Read its members within tests only. */
export function useServer(options: ServerOptions = {}): { readonly server: ServerProcess; readonly api: Api } {
  let server: ServerProcess | undefined;
  const running = (): ServerProcess => {
    if (!server) throw new Error('The server runs only while tests do.');
    return server;
  };
  beforeAll(async () => {
    server = await ServerProcess.start(options);
  }, PATIENCE_MS);
  afterAll(async () => {
    await server?.dispose();
  }, PATIENCE_MS);
  return {
    get server() {
      return running();
    },
    get api() {
      return new Api(running().base);
    },
  };
}
