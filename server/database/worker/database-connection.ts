import type { JobContext } from '../job.js';

/** Controls the transaction that a group of jobs shares. */
export interface Transactions {
  /** The statement that begins a write transaction. */
  readonly begin: string;
  readonly isTransaction: boolean;
  exec(sql: string): void;
}

/** One thread's connection to the database. It is synchronous and blocks only its thread. */
export interface DatabaseConnection extends Omit<JobContext, 'transfer' | 'throwIfCanceled'> {
  readonly transactions: Transactions;
  close(): void;
}
