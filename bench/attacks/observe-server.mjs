import { setTimeout as pause } from 'node:timers/promises';
import { quantile } from '../report/statistics.mjs';

const HEALTH_EVERY_MS = 20;
const MEMORY_EVERY_MS = 500;

/**
 * The state of a server during an attack.
 *
 * @typedef {object} Observed
 * @property {{ p99: number, max: number }} health response times of `/health/live` (ms)
 * @property {number} memory maximum resident memory (bytes)
 * @property {boolean} isRunning whether the process has not exited
 */

/**
 * Runs an attack and observes the server meanwhile. This process does nothing else.
 *
 * @template T
 * @param {import('../processes/server.mjs').Server} server
 * @param {() => Promise<T>} attack
 * @returns {Promise<{ result: T | undefined, error: Error | undefined, observed: Observed }>}
 */
export async function observeServer(server, attack) {
  const state = { isOver: false };
  const times = [];
  let memory = 0;
  const isRunning = () => server.child.process.exitCode === null && server.child.process.signalCode === null;
  const watchHealth = async () => {
    while (!state.isOver && isRunning()) {
      const startedAt = performance.now();
      await server.request('GET', '/health/live').then(
        (response) => response.text(),
        () => undefined,
      );
      times.push(performance.now() - startedAt);
      await pause(HEALTH_EVERY_MS);
    }
  };
  const watchMemory = async () => {
    while (!state.isOver && isRunning()) {
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
  return { result, error, observed: { health, memory, isRunning: isRunning() } };
}
