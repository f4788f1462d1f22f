// Measures `npm start` without a build, until the server is ready.
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { rm } from 'node:fs/promises';
import { dirname } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { withChildren } from '../processes/child.mjs';
import { Server, temporaryFolder } from '../processes/server.mjs';
import { atMost } from '../report/limits.mjs';
import { median } from '../report/statistics.mjs';

const LIMIT_S = 3;
const ADDRESS = /http:\/\/\S+:(\d+)/;
const READY_TIMEOUT_MS = 120_000;
const STOP_TIMEOUT_MS = 12_000;

/** @param {import('../options.mjs').Options} options */
export async function measureStart({ quick, progress }) {
  const folder = await temporaryFolder();
  try {
    progress('start');
    // The first start creates the database and builds what is stale.
    await startOnce(folder);
    const ours = [];
    const baseline = [];
    for (let repetition = 0; repetition < (quick ? 3 : 5); repetition += 1) {
      ours.push(await startOnce(folder));
      baseline.push(await startEmptyNest());
    }
    return [
      {
        measure: 'npm start (unchanged) until /health/ready answers 200',
        unit: 's',
        ours: median(ours),
        baseline: median(baseline),
        baselineName: 'an empty Nest application, node alone, until its first response',
        target: atMost(median(ours), LIMIT_S, `${LIMIT_S} s`),
      },
    ];
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}

/** @returns seconds until it was ready */
async function startOnce(folder) {
  const startedAt = performance.now();
  const child = spawn('npm', ['start'], {
    cwd: dirname(dirname(import.meta.dirname)),
    env: { ...process.env, PORT: '0', HOST: '127.0.0.1', DATA_DIR: folder },
    stdio: ['ignore', 'pipe', 'pipe'],
    // A separate process group, so that the children of npm can be stopped too.
    detached: true,
  });
  const ended = once(child, 'exit');
  const stopAtExit = () => signalGroup(child, 'SIGKILL');
  process.once('exit', stopAtExit);
  try {
    const port = await printedPort(child);
    while (!(await isReady(port))) await pause(5);
    return (performance.now() - startedAt) / 1_000;
  } finally {
    signalGroup(child, 'SIGTERM');
    const timer = setTimeout(() => signalGroup(child, 'SIGKILL'), STOP_TIMEOUT_MS);
    await ended;
    clearTimeout(timer);
    process.off('exit', stopAtExit);
  }
}

async function startEmptyNest() {
  const startedAt = performance.now();
  return withChildren([Server.baseline('empty-nest')], async (server) => {
    await server.request('GET', '/api/v1/boards/any/data');
    return (performance.now() - startedAt) / 1_000;
  });
}

function printedPort(child) {
  return new Promise((resolve, reject) => {
    let output = '';
    const timer = setTimeout(() => reject(new Error(`npm start is not ready:\n${output}`)), READY_TIMEOUT_MS);
    const take = (text) => {
      output += text;
      const match = ADDRESS.exec(output);
      if (!match) return;
      clearTimeout(timer);
      resolve(Number(match[1]));
    };
    child.stdout.setEncoding('utf8').on('data', take);
    child.stderr.setEncoding('utf8').on('data', take);
    child.once('exit', (code) => {
      clearTimeout(timer);
      reject(new Error(`npm start ended with ${code}:\n${output}`));
    });
  });
}

async function isReady(port) {
  try {
    return (await fetch(`http://127.0.0.1:${port}/health/ready`)).status === 200;
  } catch {
    // Not listening yet.
    return false;
  }
}

function signalGroup(child, signal) {
  try {
    process.kill(-child.pid, signal);
  } catch (error) {
    if (error.code !== 'ESRCH') throw error;
  }
}
