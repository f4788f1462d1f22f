// `npm run dev`: the server restarts and the browser reloads on every change. Open the address that `ng serve` prints.
// It serves the pages, and forwards /api, /health and /ws to the server.
import './require-node.mjs';
import { spawn } from 'node:child_process';

const { tool } = await import('./build-parts.mjs');

/** client/proxy.conf.json forwards to this port. */
const SERVER_PORT = '3000';

/** Starts a process group, because `nest start` leaves the server running when only `nest` ends. */
const start = (script, args, env = {}) =>
  spawn(process.execPath, [script, ...args], {
    detached: true,
    stdio: ['ignore', 'inherit', 'inherit'],
    env: { ...process.env, ...env },
  });

const children = [
  start(tool('@nestjs/cli', 'bin/nest.js'), ['start', '--watch', '--entryFile', 'server/main'], { PORT: SERVER_PORT }),
  start(tool('@angular/cli', 'bin/ng.js'), ['serve', '--port', process.env.CLIENT_PORT ?? '4200']),
];

let stopping = false;

const stop = () => {
  if (stopping) return;
  stopping = true;
  for (const { pid } of children) {
    try {
      process.kill(-pid, 'SIGTERM');
    } catch (error) {
      // The whole group has ended already.
      if (error.code !== 'ESRCH') throw error;
    }
  }
};
for (const signal of ['SIGINT', 'SIGTERM']) process.on(signal, stop);
for (const child of children) child.on('exit', stop);
