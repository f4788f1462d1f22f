import { type ChildProcess, spawn } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { databaseSettingsFor } from '../database/test-database.js';

const ROOT = join(import.meta.dirname, '../../..');
const MAIN = join(ROOT, 'dist/server/main.js');

/** What the product prints once it answers. */
const ADDRESS = /^Boardcast is live at (http:\/\/\S+:(\d+))$/m;

export interface ServerOptions {
  /** Variables on top of PORT=0, LOG_LEVEL=warn and a DATA_DIR of the process's own. */
  readonly env?: Record<string, string>;
  /** Kept at the end; without it a temporary one, which is not. */
  readonly dataDir?: string;
  /** Which script to run instead of the built server, relative to the package. */
  readonly script?: string;
}

export interface Exit {
  readonly code: number | null;
  readonly signal: NodeJS.Signals | null;
}

/** The built product in a process of its own, on a free port of 127.0.0.1 and a data folder of its own. */
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
    this.dataDir = options.dataDir ?? mkdtempSync(join(tmpdir(), 'boardcast-test-'));
  }

  /** Resolves once the server has printed its address; fails with its last words if it ends before. */
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

  /** A start that is meant to fail: how it ended, and its words. */
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

  /** Where the server answers, by address. */
  get base(): string {
    return `http://127.0.0.1:${this.port}`;
  }

  /** The address that the server printed: what its user opens. */
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

  /** Asks it to stop, and waits until it has. */
  async stop(): Promise<Exit> {
    this.signal('SIGTERM');
    return this.exited;
  }

  /** Ends it without a chance to do anything. */
  async kill(): Promise<Exit> {
    this.signal('SIGKILL');
    return this.exited;
  }

  /** Starts it again on the same port and folder; it must have ended. */
  async restart(): Promise<void> {
    await this.launch();
  }

  /** For `afterAll` and `finally`: leaves neither process nor folder behind. */
  async dispose(): Promise<void> {
    if (this.isRunning) await this.kill();
    if (this.isTemporary) rmSync(this.dataDir, { recursive: true, force: true });
  }

  private async launch(): Promise<void> {
    const child = await this.spawn();
    const ended = this.exited.then(({ code, signal }) => {
      throw new Error(`The server ended (${String(code ?? signal)}) before it answered:\n${this.stdout}${this.stderr}`);
    });
    const printed = new Promise<void>((resolve) => {
      child.stdout?.on('data', () => {
        if (ADDRESS.test(this.stdout)) resolve();
      });
    });
    await Promise.race([printed, ended]);
    this.port = ADDRESS.exec(this.stdout)?.[2] as string;
  }

  private async spawn(): Promise<ChildProcess> {
    const { env, script } = this.options;
    const { databaseUrl } = await databaseSettingsFor(this.dataDir);
    this.stdout = this.stderr = '';
    // Its own folder as working directory: a `.env` of the developer's must not change what is tested.
    const child = spawn(process.execPath, [script === undefined ? MAIN : join(ROOT, script)], {
      cwd: this.isTemporary ? this.dataDir : tmpdir(),
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

/** What `faketime` sets for the tests, so that servers have the same clock. */
function fakeClock(): Record<string, string | undefined> {
  const { FAKETIME, LD_PRELOAD } = process.env;
  return FAKETIME === undefined ? {} : { FAKETIME, LD_PRELOAD };
}
