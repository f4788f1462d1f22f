// `npm run dev`: the server restarts and the browser reloads on every change.
import { spawn } from 'node:child_process';
import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';

const require = createRequire(import.meta.url);
const tool = (name, bin) => join(dirname(require.resolve(`${name}/package.json`)), bin);
const start = (script, ...args) => spawn(process.execPath, [script, ...args], { stdio: 'inherit' });

const children = [
  start(tool('@nestjs/cli', 'bin/nest.js'), 'start', '--watch', '--entryFile', 'server/main'),
  start(tool('@angular/cli', 'bin/ng.js'), 'serve', '--port', process.env.CLIENT_PORT ?? '4200'),
];

const stop = () => children.forEach((child) => child.kill('SIGTERM'));
for (const signal of ['SIGINT', 'SIGTERM']) process.on(signal, stop);
for (const child of children) child.on('exit', stop);
