import { afterAll, beforeAll } from '@jest/globals';
import { ApiClient } from './api-client.js';
import { ServerProcess, type ServerOptions } from './server-process.js';

/** Runs one server for all tests of a file or a `describe` block. The members can be read within tests only. */
export function useServer(options: ServerOptions = {}): { readonly server: ServerProcess; readonly api: ApiClient } {
  let server: ServerProcess | undefined;
  const running = (): ServerProcess => {
    if (!server) throw new Error('The server is not running: use it within tests only.');
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
