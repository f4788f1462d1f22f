import { setTimeout as pause } from 'node:timers/promises';
import { quantile } from '../report/statistics.mjs';

const HEALTH_EVERY_MS = 20;
const MEMORY_EVERY_MS = 500;

/**
 * What a server is like while it is attacked.
 * @typedef {object} Observed
 * @property {{ p99: number, max: number }} health how long `/health/live` took to answer (ms)
 * @property {number} memory the most resident memory (bytes)
 * @property {boolean} runs whether the process is still there
 */

/**
 * Runs `attack` and observes the server meanwhile, from this process, which has nothing else to do.
 * @template T
 * @param {import('../processes/server.mjs').Server} server
 * @param {() => Promise<T>} attack
 * @returns {Promise<{ result: T | undefined, error: Error | undefined, observed: Observed }>}
 */
export async function observed(server, attack) {
  const state = { isOver: false };
  const times = [];
  let memory = 0;
  const runs = () => server.child.process.exitCode === null && server.child.process.signalCode === null;
  const watchHealth = async () => {
    while (!state.isOver && runs()) {
      const begun = performance.now();
      await server.request('GET', '/health/live').then(
        (response) => response.text(),
        () => undefined,
      );
      times.push(performance.now() - begun);
      await pause(HEALTH_EVERY_MS);
    }
  };
  const watchMemory = async () => {
    while (!state.isOver && runs()) {
      memory = Math.max(memory, await server.child.call('memory').catch(() => 0));
      await pause(MEMORY_EVERY_MS);
    }
  };
  const watching = Promise.all([watchHealth(), watchMemory()]);
  let result;
  let error;
  try {
    result = await attack();
  } catch (reason) {
    error = reason;
  }
  state.isOver = true;
  await watching;
  const health = { p99: quantile(times, 0.99), max: quantile(times, 1) };
  return { result, error, observed: { health, memory, runs: runs() } };
}
