import type { SQLInputValue } from 'node:sqlite';
import { JobError } from '../../common/errors/job-error.js';
import { type JobContext, type JobHandler, type JobStatement, type DatabaseDialect } from '../job.js';
import type { JobRequest, ThreadData } from './thread-protocol.js';
import type { StatementResult } from '../statement.js';
import type { DatabaseConnection } from './database-connection.js';

type AnyHandler = JobHandler<unknown, unknown>;

/** Imports the modules that jobs name, and runs their handlers. */
export class JobRunner implements JobContext {
  readonly dialect: DatabaseDialect;
  readonly database: JobContext['database'];
  private readonly connection: DatabaseConnection;
  private readonly modules = new Map<string, Readonly<Record<string, AnyHandler>>>();
  private readonly canceled: ThreadData['canceled'] | undefined;
  private buffers: ArrayBuffer[] = [];
  /** The running job and its deadline (`performance.now()`). */
  private jobId = 0;
  private deadline = Infinity;

  /** @param canceled see `ThreadData`; without it, jobs cannot be canceled */
  constructor(connection: DatabaseConnection, canceled?: ThreadData['canceled']) {
    this.connection = connection;
    this.canceled = canceled;
    this.dialect = connection.dialect;
    this.database = connection.database;
  }

  prepare(sql: string): JobStatement {
    return this.connection.prepare(sql);
  }

  execute(sql: string, parameters: readonly SQLInputValue[]): StatementResult {
    return this.connection.execute(sql, parameters);
  }

  throwIfCanceled(): void {
    if (this.canceled && Atomics.load(this.canceled, 0) === this.jobId) {
      throw new JobError(503, 'The query was canceled.');
    }
    if (performance.now() > this.deadline) {
      throw new JobError(503, 'The query took too long and was stopped. Request less data or a shorter range.');
    }
  }

  transfer(...buffers: ArrayBuffer[]): void {
    this.buffers.push(...buffers);
  }

  /** Returns the buffers that jobs transferred since the last call. */
  takeBuffers(): ArrayBuffer[] {
    const taken = this.buffers;
    this.buffers = [];
    return taken;
  }

  knows(job: JobRequest): boolean {
    return this.modules.has(job.module);
  }

  async load(job: JobRequest): Promise<void> {
    const { jobs } = (await import(job.module)) as { jobs: Readonly<Record<string, AnyHandler>> };
    this.modules.set(job.module, jobs);
  }

  run(job: JobRequest): unknown {
    const handler = this.modules.get(job.module)?.[job.name];
    if (!handler) throw new Error(`No job '${job.name}' in ${job.module}.`);
    this.jobId = job.id | 0;
    this.deadline = job.timeoutMs === undefined ? Infinity : performance.now() + job.timeoutMs;
    return handler(this, job.payload);
  }
}
