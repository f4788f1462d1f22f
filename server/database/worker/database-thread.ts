import { Worker, type Transferable } from 'node:worker_threads';
import { StartupError } from '../../common/errors/startup-error.js';
import type { Job } from '../job.js';
import {
  CLOSE,
  type JobFailure,
  type JobRequest,
  type ThreadData,
  type ThreadReport,
  type ThreadSettings,
} from './thread-protocol.js';

/** A job that failed in its thread. */
export class JobFailedError extends Error {
  readonly failure: JobFailure;

  constructor(failure: JobFailure) {
    super(failure.message);
    this.failure = failure;
  }
}

export interface JobOptions {
  readonly transfer?: Transferable[];
  /** How long it may run, in ms. */
  readonly timeoutMs?: number | undefined;
}

interface PendingJob {
  resolve(value: unknown): void;
  reject(error: Error): void;
}

/**
 * A database thread as the main thread sees it. One that dies fails the jobs that it held, since nobody knows how far
 * they came, and is started again by the next job.
 */
export class DatabaseThread {
  private readonly settings: ThreadSettings;
  private readonly onUnexpectedExit: (reason: string) => void;
  private readonly pending = new Map<number, PendingJob>();
  private worker: Worker | undefined;
  private opening: PromiseWithResolvers<void> | undefined;
  private lastId = 0;
  private readonly canceled = new Int32Array(new SharedArrayBuffer(Int32Array.BYTES_PER_ELEMENT));

  constructor(settings: ThreadSettings, onDeath: (reason: string) => void) {
    this.settings = settings;
    this.onUnexpectedExit = onDeath;
  }

  /** Starts the thread. @throws StartupError in words if the database cannot be used. */
  open(): Promise<void> {
    this.opening = Promise.withResolvers();
    this.start();
    return this.opening.promise;
  }

  /** Jobs handed over and not answered. */
  get outstanding(): number {
    return this.pending.size;
  }

  async run<P, R>(job: Job<P, R>, payload: P, { transfer = [], timeoutMs }: JobOptions = {}): Promise<R> {
    const worker = this.worker ?? this.start();
    const id = ++this.lastId;
    const request: JobRequest = { id, module: job.module, name: job.name, payload, timeoutMs };
    worker.postMessage(request, transfer);
    // An idle thread keeps no process alive that has nothing else to do.
    worker.ref();
    return new Promise((resolve, reject) => {
      this.pending.set(id, { resolve, reject });
    });
  }

  /** Ends the job that was handed over last, at the next point where it can be canceled. It fails then. */
  cancel(): void {
    Atomics.store(this.canceled, 0, this.lastId | 0);
  }

  /** Answers what it holds, closes the database, ends. */
  async close(): Promise<void> {
    const worker = this.worker;
    if (!worker) return;
    const exit = new Promise((resolve) => worker.once('exit', resolve));
    worker.ref();
    worker.postMessage(CLOSE);
    await exit;
  }

  private start(): Worker {
    const data: ThreadData = { settings: this.settings, canceled: this.canceled };
    const worker = new Worker(new URL('./database-thread-main.js', import.meta.url), {
      workerData: data,
      name: `database ${this.settings.role}`,
    });
    let reason = 'it ended by itself';
    worker.on('message', (report: ThreadReport) => {
      if (report.type === 'unusable') reason = report.message;
      this.receive(report);
    });
    worker.on('error', (error) => {
      reason = error instanceof Error ? (error.stack ?? error.message) : String(error);
    });
    worker.on('exit', (code) => {
      this.worker = undefined;
      this.handleExit(code === 0 && this.pending.size === 0 ? undefined : reason);
    });
    this.worker = worker;
    return worker;
  }

  private receive(report: ThreadReport): void {
    switch (report.type) {
      case 'ready':
        this.opening?.resolve();
        this.opening = undefined;
        if (this.pending.size === 0) this.worker?.unref();
        break;
      case 'unusable':
        this.opening?.reject(new StartupError(report.message));
        this.opening = undefined;
        break;
      case 'replies':
        for (const { id, value, failure } of report.replies) this.settle(id, value, failure);
    }
  }

  private settle(id: number, value: unknown, failure: JobFailure | undefined): void {
    const job = this.pending.get(id);
    this.pending.delete(id);
    if (this.pending.size === 0) this.worker?.unref();
    if (failure) job?.reject(new JobFailedError(failure));
    else job?.resolve(value);
  }

  private handleExit(reason: string | undefined): void {
    if (reason === undefined) return;
    this.opening?.reject(new Error(`A database thread died: ${reason}`));
    this.opening = undefined;
    this.onUnexpectedExit(reason);
    const failure: JobFailure = { kind: 'died', message: reason };
    for (const id of [...this.pending.keys()]) this.settle(id, undefined, failure);
  }
}
