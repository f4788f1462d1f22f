import { fork } from 'node:child_process';
import { once } from 'node:events';
import { join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';

const PROBE = new URL('./probe.mjs', import.meta.url).href;

/** The timeout of a call. */
const CALL_TIMEOUT_MS = 120_000;
/** A child that does not exit after SIGTERM is killed after this long. */
const STOP_TIMEOUT_MS = 12_000;

const running = new Set();

/** A child process of the benchmark whose methods can be called. It is stopped with the parent. */
export class Child {
  #calls = new Map();
  #nextId = 0;
  #output = '';

  /**
   * @param {string} script relative to the folder of the benchmarks, or absolute
   * @param {{ env?: NodeJS.ProcessEnv, execArgv?: string[] }} [options]
   */
  constructor(script, { env = {}, execArgv = [] } = {}) {
    this.script = script;
    this.process = fork(join(import.meta.dirname, '..', script), [], {
      execPath: process.execPath,
      execArgv: ['--expose-gc', '--import', PROBE, ...execArgv],
      env: { ...process.env, NODE_ENV: 'production', ...env },
      stdio: ['ignore', 'pipe', 'pipe', 'ipc'],
    });
    running.add(this);
    for (const stream of [this.process.stdout, this.process.stderr]) {
      stream.setEncoding('utf8').on('data', (text) => {
        this.#output = (this.#output + text).slice(-20_000);
        this.process.emit('output');
      });
    }
    this.process.on('message', (reply) => this.#settle(reply));
    this.process.on('exit', (code, signal) => {
      running.delete(this);
      for (const { reject } of this.#calls.values()) reject(this.#exitError(code, signal));
      this.#calls.clear();
      this.process.emit('output');
    });
  }

  /**
   * @param {string} method
   * @param {unknown} [argument]
   * @returns {Promise<any>} the result of the method in the process
   */
  call(method, argument, timeoutMs = CALL_TIMEOUT_MS) {
    const id = (this.#nextId += 1);
    return new Promise((resolve, reject) => {
      const timer = setTimeout(() => {
        this.#calls.delete(id);
        reject(new Error(`${this.script} did not respond to '${method}' within ${timeoutMs / 1_000} s`));
      }, timeoutMs);
      const settle = (callback) => (value) => {
        clearTimeout(timer);
        callback(value);
      };
      this.#calls.set(id, { resolve: settle(resolve), reject: settle(reject) });
      this.process.send({ id, method, argument }, (error) => error && this.#settle({ id, error: error.message }));
    });
  }

  /** Waits for output that matches a pattern. */
  async prints(pattern, withinMs = 120_000) {
    const signal = AbortSignal.timeout(withinMs);
    for (;;) {
      const match = pattern.exec(this.#output);
      if (match) return match;
      if (this.process.exitCode !== null) throw this.#exitError(this.process.exitCode, null);
      try {
        await once(this.process, 'output', { signal });
      } catch {
        throw new Error(`${this.script} did not print ${pattern} within ${withinMs / 1_000} s:\n${this.#output}`);
      }
    }
  }

  async stop() {
    if (this.process.exitCode !== null || this.process.signalCode !== null) return;
    const ended = once(this.process, 'exit');
    this.process.kill('SIGTERM');
    const timer = setTimeout(() => this.process.kill('SIGKILL'), STOP_TIMEOUT_MS);
    await ended;
    clearTimeout(timer);
  }

  #settle({ id, result, error }) {
    const call = this.#calls.get(id);
    this.#calls.delete(id);
    if (error === undefined) call?.resolve(result);
    else call?.reject(new Error(`${this.script}: ${error}`));
  }

  #exitError(code, signal) {
    return new Error(`${this.script} exited unexpectedly (${signal ?? code}):\n${this.#output}`);
  }
}

/** Stops all running processes with SIGTERM, and then with SIGKILL. */
export async function stopChildren() {
  await Promise.all([...running].map((child) => child.stop()));
}

/** Kills all running processes at once. */
export function killChildren() {
  for (const child of running) child.process.kill('SIGKILL');
}

/** Runs `work` with processes, and stops them afterwards, also after an error. */
export async function withChildren(children, work) {
  try {
    return await work(...(await Promise.all(children)));
  } finally {
    await Promise.all((await Promise.allSettled(children)).map(({ value }) => value?.stop()));
    // The kernel needs time to release ports and memory of the processes, which must not affect the next measurement.
    await pause(300);
  }
}
