import type { Transferable } from 'node:worker_threads';
import type { DatabaseThread } from './database-thread.js';
import type { Job } from './job.js';

interface Waiting {
  start(thread: DatabaseThread): Promise<unknown>;
}

/**
 * Threads that read, one job each at a time. Long computations take their own lane and never all of the threads, so
 * that a read does not wait behind them.
 */
export class ReaderPool {
  private readonly threads: readonly DatabaseThread[];
  private readonly idle: DatabaseThread[];
  private readonly reads: Waiting[] = [];
  private readonly computations: Waiting[] = [];
  private computing = 0;
  private onIdle: (() => void) | undefined;

  constructor(threads: readonly DatabaseThread[]) {
    this.threads = threads;
    this.idle = [...threads];
  }

  /** Jobs waiting for a thread. */
  get waiting(): number {
    return this.reads.length + this.computations.length;
  }

  read<P, R>(job: Job<P, R>, payload: P): Promise<R> {
    return this.enqueue(this.reads, (thread) => thread.run(job, payload));
  }

  compute<P, R>(job: Job<P, R>, payload: P, transfer: Transferable[]): Promise<R> {
    return this.enqueue(this.computations, (thread) => thread.run(job, payload, transfer));
  }

  async open(): Promise<void> {
    await Promise.all(this.threads.map((thread) => thread.open()));
  }

  /** Answers what waits, then ends the threads. */
  async close(): Promise<void> {
    if (this.idle.length < this.threads.length) await new Promise<void>((resolve) => (this.onIdle = resolve));
    await Promise.all(this.threads.map((thread) => thread.close()));
  }

  private enqueue<R>(lane: Waiting[], start: (thread: DatabaseThread) => Promise<R>): Promise<R> {
    return new Promise<R>((resolve, reject) => {
      lane.push({ start: (thread) => start(thread).then(resolve, reject) });
      this.dispatch();
    });
  }

  private dispatch(): void {
    for (let thread = this.idle.at(-1); thread; thread = this.idle.at(-1)) {
      const read = this.reads.shift();
      const job = read ?? this.nextComputation();
      if (!job) return;
      this.idle.pop();
      void this.occupy(thread, job, read === undefined);
    }
  }

  private nextComputation(): Waiting | undefined {
    return this.computing < this.threads.length - 1 ? this.computations.shift() : undefined;
  }

  private async occupy(thread: DatabaseThread, job: Waiting, computes: boolean): Promise<void> {
    this.computing += computes ? 1 : 0;
    await job.start(thread);
    this.computing -= computes ? 1 : 0;
    this.idle.push(thread);
    this.dispatch();
    if (this.idle.length === this.threads.length) this.onIdle?.();
  }
}
