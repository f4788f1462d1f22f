import { afterAll, beforeAll } from '@jest/globals';
import { ApiClient } from './api.js';
import { ServerProcess, type ServerOptions } from './server-process.js';

/** The time limit of a test (see `jest.config.mjs`), for tests that need a multiple of it. */
export const TEST_TIMEOUT_MS = 60_000;

/** One server for all tests of the file or the block, ended with it. Read its members within tests only. */
export function useServer(options: ServerOptions = {}): { readonly server: ServerProcess; readonly api: ApiClient } {
  let server: ServerProcess | undefined;
  const running = (): ServerProcess => {
    if (!server) throw new Error('The server runs only while tests do.');
    return server;
  };
  beforeAll(async () => {
    server = await ServerProcess.start(options);
  });
  afterAll(async () => {
    await server?.dispose();
  });
  return {
    get server() {
      return running();
    },
    get api() {
      return new ApiClient(running().base);
    },
  };
}
