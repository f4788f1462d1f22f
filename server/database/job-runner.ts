import type { SQLInputValue } from 'node:sqlite';
import type { JobContext, JobHandler, JobStatement, StoreDialect } from './job.js';
import type { JobRequest } from './protocol.js';
import type { StatementResult } from './statement.js';
import type { StoreConnection } from './store-connection.js';

type AnyHandler = JobHandler<unknown, unknown>;

/** Finds handlers in the modules that jobs name, and runs them. */
export class JobRunner implements JobContext {
  readonly dialect: StoreDialect;
  readonly database: JobContext['database'];
  private readonly connection: StoreConnection;
  private readonly modules = new Map<string, Readonly<Record<string, AnyHandler>>>();
  private buffers: ArrayBuffer[] = [];

  constructor(connection: StoreConnection) {
    this.connection = connection;
    this.dialect = connection.dialect;
    this.database = connection.database;
  }

  prepare(sql: string): JobStatement {
    return this.connection.prepare(sql);
  }

  execute(sql: string, parameters: readonly SQLInputValue[]): StatementResult {
    return this.connection.execute(sql, parameters);
  }

  transfer(...buffers: ArrayBuffer[]): void {
    this.buffers.push(...buffers);
  }

  /** The buffers that the jobs since the last call gave away. */
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
    return handler(this, job.payload);
  }
}
