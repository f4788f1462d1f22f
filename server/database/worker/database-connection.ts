import type { JobContext } from '../job.js';

/** What a group of jobs shares a commit through. */
export interface Transactions {
  /** The statement that begins a transaction which is going to write. */
  readonly begin: string;
  readonly isTransaction: boolean;
  exec(sql: string): void;
}

/** One thread's connection to the database, synchronous: the thread waits for its answers, and the main one does not. */
export interface DatabaseConnection extends Omit<JobContext, 'transfer' | 'throwIfCanceled'> {
  readonly transactions: Transactions;
  close(): void;
}
