import { Problem } from '../../common/errors/problem.js';
import type { DatabaseThread, JobOptions } from './database-thread.js';
import type { Job } from '../job.js';

/**
 * The kind of a read job, which determines the threads that it may use:
 * - `read`: short reads, such as lists and single records
 * - `history`: stored history without computations
 * - `query`: board queries with computations
 * - `preview`: queries of the panel editor; boards do not wait for them
 * - `compute`: CPU work rather than reads, such as decoding pushed bodies
 */
export type Lane = 'read' | 'history' | 'query' | 'preview' | 'compute';

interface LaneLimits {
  /** The limit of running jobs. */
  readonly running: number;
  /** The limit of waiting jobs. Further ones are rejected. */
  readonly waiting: number;
  /** Whether the pool cancels the jobs when it closes, instead of finishing them. */
  readonly canceled?: true;
}

export type Lanes = Readonly<Record<Lane, LaneLimits>>;

export interface ReadJobOptions extends JobOptions {
  /** Aborted when the result is no longer needed: the job does not start, or is canceled. */
  readonly signal?: AbortSignal | undefined;
}

interface WaitingJob {
  start(thread: DatabaseThread): Promise<void>;
  reject(reason: unknown): void;
}

/** The lanes in the order in which they get threads. */
const PRIORITY: readonly Lane[] = ['read', 'history', 'query', 'preview', 'compute'];

/** Returns the number of threads with which every lane can run all its jobs, and `read` at least one, so that lanes do not wait for each other. */
export function threadsFor(lanes: Lanes): number {
  return 1 + PRIORITY.reduce((sum, lane) => sum + (lane === 'read' ? 0 : lanes[lane].running), 0);
}

/** Runs read jobs in threads, one job per thread at a time. Threads start when they are first needed. */
export class ReaderPool {
  private readonly idle: DatabaseThread[];
  private readonly waiting: Readonly<Record<Lane, Set<WaitingJob>>>;
  private readonly running: Readonly<Record<Lane, Set<DatabaseThread>>>;
  private onIdle: (() => void) | undefined;

  constructor(
    private readonly threads: readonly DatabaseThread[],
    private readonly lanes: Lanes,
  ) {
    // The thread that was used last is used first, so that an idle server starts few.
    this.idle = threads.toReversed();
    this.waiting = eachLane();
    this.running = eachLane();
  }

  /**
   * Runs a job. The promise settles when the job has ended, even if it was canceled.
   * @throws Problem 503 if too many jobs wait; the signal's reason if it was aborted before the job started
   */
  run<P, R>(lane: Lane, job: Job<P, R>, payload: P, { signal, ...options }: ReadJobOptions = {}): Promise<R> {
    const waiting = this.waiting[lane];
    if (waiting.size >= this.lanes[lane].waiting) {
      return Promise.reject(new Problem(503, 'Too many reads are waiting for the database. Try again in a second.'));
    }
    if (signal?.aborted === true) return Promise.reject(signal.reason as Error);
    return new Promise<R>((resolve, reject) => {
      const leave = (): void => {
        waiting.delete(entry);
        reject(signal?.reason as Error);
      };
      const entry: WaitingJob = {
        reject,
        async start(thread) {
          const cancel = (): void => {
            thread.cancel();
          };
          signal?.removeEventListener('abort', leave);
          signal?.addEventListener('abort', cancel);
          await thread.run(job, payload, options).then(resolve, reject);
          signal?.removeEventListener('abort', cancel);
        },
      };
      signal?.addEventListener('abort', leave);
      waiting.add(entry);
      this.dispatch();
    });
  }

  /** Starts the first threads. @throws StartupError if the database cannot be used */
  async open(count: number): Promise<void> {
    await Promise.all(this.threads.slice(0, count).map((thread) => thread.open()));
  }

  /** Finishes or cancels the waiting jobs, depending on their lane, then stops the threads. */
  async close(): Promise<void> {
    for (const lane of PRIORITY) if (this.lanes[lane].canceled) this.cancel(lane);
    if (this.idle.length < this.threads.length) await new Promise<void>((resolve) => (this.onIdle = resolve));
    await Promise.all(this.threads.map((thread) => thread.close()));
  }

  private cancel(lane: Lane): void {
    for (const job of this.waiting[lane])
      job.reject(new Problem(503, 'The server is stopping. Send this again once it is back.'));
    this.waiting[lane].clear();
    for (const thread of this.running[lane]) thread.cancel();
  }

  private dispatch(): void {
    for (const lane of PRIORITY) {
      while (this.running[lane].size < this.lanes[lane].running) {
        const [job] = this.waiting[lane];
        const thread = job && this.idle.pop();
        if (!thread) break;
        this.waiting[lane].delete(job);
        void this.runOn(thread, lane, job);
      }
    }
  }

  private async runOn(thread: DatabaseThread, lane: Lane, job: WaitingJob): Promise<void> {
    this.running[lane].add(thread);
    await job.start(thread);
    this.running[lane].delete(thread);
    this.idle.push(thread);
    this.dispatch();
    if (this.idle.length === this.threads.length) this.onIdle?.();
  }
}

function eachLane<T>(): Readonly<Record<Lane, Set<T>>> {
  return { read: new Set(), history: new Set(), query: new Set(), preview: new Set(), compute: new Set() };
}
