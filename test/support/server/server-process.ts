import { type ChildProcess, spawn } from 'node:child_process';
import { rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { databaseSettingsFor } from '../database/test-database.js';
import { makeTempDir } from '../make-temp-dir.js';

const ROOT = join(import.meta.dirname, '../../..');
const MAIN = join(ROOT, 'dist/server/main.js');
const HOST_PROCESS = join(ROOT, 'test/support/embedding/host-process.mjs');

declare global {
  /** The platform of the application that embeds the server; undefined for a server of its own. */
  var testPlatform: 'express' | 'fastify' | undefined;
}

/** The line that the server prints when it is ready. */
const ADDRESS = /^Boardcast is live at (http:\/\/\S+:(\d+)\S*)$/m;

export interface ServerOptions {
  /** Environment variables besides PORT=0, LOG_LEVEL=warn and DATA_DIR. */
  readonly env?: Record<string, string>;
  /** The data folder, which is kept. By default, a temporary folder, which is deleted. */
  readonly dataDir?: string;
  /** A script to run instead of the built server, absolute or relative to the repository. */
  readonly script?: string;
  /** Arguments of the script. */
  readonly args?: readonly string[];
  /** The working directory. By default, a folder without a `.env` file. */
  readonly cwd?: string;
}

export interface Exit {
  readonly code: number | null;
  readonly signal: NodeJS.Signals | null;
}

/** The built server in a process of its own, with a free port on 127.0.0.1 and a data folder of its own. */
export class ServerProcess {
  readonly dataDir: string;
  stdout = '';
  stderr = '';
  exited: Promise<Exit> = Promise.resolve({ code: null, signal: null });
  private child: ChildProcess | undefined;
  private port = '0';
  private readonly isTemporary: boolean;
  private readonly options: ServerOptions;

  private constructor(options: ServerOptions) {
    this.options = options;
    this.isTemporary = options.dataDir === undefined;
    this.dataDir = options.dataDir ?? makeTempDir();
  }

  /** Resolves when the server has printed its address. Rejects with its output if it exits before. */
  static async start(options: ServerOptions = {}): Promise<ServerProcess> {
    const server = new ServerProcess(options);
    try {
      await server.launch();
    } catch (error) {
      await server.dispose();
      throw error;
    }
    return server;
  }

  /** Runs a server that is expected to exit by itself. Returns its exit status and output. */
  static async runUntilExit(options: ServerOptions = {}): Promise<Exit & { stdout: string; stderr: string }> {
    const server = new ServerProcess(options);
    try {
      await server.spawn();
      const exit = await server.exited;
      return { ...exit, stdout: server.stdout, stderr: server.stderr };
    } finally {
      await server.dispose();
    }
  }

  /** The URL of the server by IP address. */
  get base(): string {
    return `http://127.0.0.1:${this.port}`;
  }

  /** The URL that the server printed, which users open. */
  get address(): string {
    return ADDRESS.exec(this.stdout)?.[1] ?? this.base;
  }

  get pid(): number {
    return this.child?.pid as number;
  }

  get isRunning(): boolean {
    return this.child?.exitCode === null && this.child.signalCode === null;
  }

  signal(signal: NodeJS.Signals): void {
    this.child?.kill(signal);
  }

  /** Sends SIGTERM, and waits until the server has exited. */
  async stop(): Promise<Exit> {
    this.signal('SIGTERM');
    return this.exited;
  }

  /** Sends SIGKILL, and waits until the server has exited. */
  async kill(): Promise<Exit> {
    this.signal('SIGKILL');
    return this.exited;
  }

  /** Starts the server again with the same port and data folder, after it has exited. */
  async restart(): Promise<void> {
    await this.launch();
  }

  /** Ends the process, and deletes a temporary data folder. */
  async dispose(): Promise<void> {
    if (this.isRunning) await this.kill();
    if (this.isTemporary) rmSync(this.dataDir, { recursive: true, force: true });
  }

  private async launch(): Promise<void> {
    const child = await this.spawn();
    const exited = this.exited.then(({ code, signal }) => {
      throw new Error(
        `The server exited (${String(code ?? signal)}) before it was ready:\n${this.stdout}${this.stderr}`,
      );
    });
    const printed = new Promise<void>((resolve) => {
      child.stdout?.on('data', () => {
        if (ADDRESS.test(this.stdout)) resolve();
      });
    });
    await Promise.race([printed, exited]);
    this.port = ADDRESS.exec(this.stdout)?.[2] as string;
  }

  private async spawn(): Promise<ChildProcess> {
    const [main, ...mainArgs] = globalThis.testPlatform ? [HOST_PROCESS, globalThis.testPlatform] : [MAIN];
    const { env, script = main, args = mainArgs, cwd = this.isTemporary ? this.dataDir : tmpdir() } = this.options;
    const { databaseUrl } = await databaseSettingsFor(this.dataDir);
    this.stdout = this.stderr = '';
    // Another working directory, so that the developer's `.env` file does not change what is tested.
    const child = spawn(process.execPath, [resolve(ROOT, script), ...args], {
      cwd,
      stdio: ['ignore', 'pipe', 'pipe'],
      env: {
        PATH: process.env.PATH,
        HOME: process.env.HOME,
        TZ: 'UTC',
        ...fakeClock(),
        PORT: this.port,
        LOG_LEVEL: 'warn',
        DATA_DIR: this.dataDir,
        ...(databaseUrl !== undefined && { DATABASE_URL: databaseUrl }),
        ...env,
      },
    });
    this.child = child;
    child.stdout.setEncoding('utf8').on('data', (text: string) => (this.stdout += text));
    child.stderr.setEncoding('utf8').on('data', (text: string) => (this.stderr += text));
    this.exited = new Promise((resolve) => {
      child.once('close', (code, signal) => {
        resolve({ code, signal });
      });
    });
    return child;
  }
}

/** Variables that `faketime` sets for the tests, so that the servers have the same clock. */
function fakeClock(): Record<string, string | undefined> {
  const { FAKETIME, LD_PRELOAD } = process.env;
  return FAKETIME === undefined ? {} : { FAKETIME, LD_PRELOAD };
}
