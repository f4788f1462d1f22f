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
  /** The time limit of the job, in ms. */
  readonly timeoutMs?: number | undefined;
}

interface PendingJob {
  resolve(value: unknown): void;
  reject(error: Error): void;
}

/**
 * Controls a database thread from the main thread. If the thread exits unexpectedly, its pending jobs fail, because their result is
 * unknown. The next job starts it again.
 */
export class DatabaseThread {
  private readonly settings: ThreadSettings;
  private readonly onUnexpectedExit: (reason: string) => void;
  private readonly pending = new Map<number, PendingJob>();
  private worker: Worker | undefined;
  private opening: PromiseWithResolvers<string | undefined> | undefined;
  private lastId = 0;
  private readonly canceled = new Int32Array(new SharedArrayBuffer(Int32Array.BYTES_PER_ELEMENT));

  constructor(settings: ThreadSettings, onDeath: (reason: string) => void) {
    this.settings = settings;
    this.onUnexpectedExit = onDeath;
  }

  /**
   * Starts the thread.
   * @returns the copy of the database from before its migration, if the thread migrated it
   * @throws StartupError if the database cannot be used
   */
  open(): Promise<string | undefined> {
    this.opening = Promise.withResolvers();
    this.start();
    return this.opening.promise;
  }

  /** The number of jobs that have not been answered. */
  get outstanding(): number {
    return this.pending.size;
  }

  async run<P, R>(job: Job<P, R>, payload: P, { transfer = [], timeoutMs }: JobOptions = {}): Promise<R> {
    const worker = this.worker ?? this.start();
    const id = ++this.lastId;
    const request: JobRequest = { id, module: job.module, name: job.name, payload, timeoutMs };
    worker.postMessage(request, transfer);
    // Only a thread with jobs keeps the process alive.
    worker.ref();
    return new Promise((resolve, reject) => {
      this.pending.set(id, { resolve, reject });
    });
  }

  /** Cancels the job that was sent last, at its next call of `throwIfCanceled`. Its promise rejects. */
  cancel(): void {
    Atomics.store(this.canceled, 0, this.lastId | 0);
  }

  /** Lets the thread finish its jobs, close the database and exit. */
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
    let reason = 'it exited without an error';
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
        this.opening?.resolve(report.upgradeCopy);
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
    this.opening?.reject(new Error(`A database thread exited: ${reason}`));
    this.opening = undefined;
    this.onUnexpectedExit(reason);
    const failure: JobFailure = { kind: 'exited', message: reason };
    for (const id of [...this.pending.keys()]) this.settle(id, undefined, failure);
  }
}
