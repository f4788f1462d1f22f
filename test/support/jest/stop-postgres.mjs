import { once } from 'node:events';

export default async function stop() {
  const server = globalThis.postgresServer;
  const exit = once(server, 'exit');
  server.stdin.end();
  await exit;
}
