// Starts a PostgreSQL server for the Jest project `postgres`. It stops with Jest, even if Jest is killed.
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { join } from 'node:path';

export default async function start() {
  const server = spawn(process.execPath, [join(import.meta.dirname, 'postgres-server.mjs')], {
    stdio: ['pipe', 'pipe', 'inherit'],
  });
  const [first] = await Promise.race([once(server.stdout, 'data'), once(server, 'exit')]);
  if (!Buffer.isBuffer(first)) throw new Error(`The PostgreSQL server for the tests exited at once (${first}).`);
  process.env.BOARDCAST_TEST_POSTGRES = String(first).trim();
  globalThis.postgresServer = server;
}
