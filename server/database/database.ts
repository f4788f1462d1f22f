import { Logger, type OnApplicationShutdown } from '@nestjs/common';
import { Kysely, type CompiledQuery } from 'kysely';
import type { Transferable } from 'node:worker_threads';
import { Problem } from '../common/errors/problem.js';
import { DataFolder } from './sqlite/data-folder.js';
import { DatabaseError } from './database-error.js';
import { DatabaseHealth } from './database-health.js';
import { DatabaseThread, JobFailedError } from './worker/database-thread.js';
import { DiskReserve, RESERVE_BYTES } from './sqlite/disk-reserve.js';
import type { Job, DatabaseDialect } from './job.js';
import { ThreadedDialect, toStatement } from './kysely-dialect.js';
import type { FileSettings, ServerSettings } from './worker/thread-protocol.js';
import { type Lane, type Lanes, ReaderPool, threadsFor } from './worker/reader-pool.js';
import { Recovery } from './recovery.js';
import type { DatabaseSchema } from './migrations/schema.js';
import type { Statement, StatementResult } from './statement.js';
import { EXECUTE } from './worker/statement-job.js';
import { diskFailureMessage, primaryCode, ResultCode } from './sqlite/sqlite-error.js';
import { readFailureOf, writeFailureOf } from './database-failure.js';

export interface DatabaseOptions {
  /** The folder of the SQLite database. */
  readonly dataDir: string;
  /** The PostgreSQL database to use instead of SQLite, as in `DATABASE_URL`. */
  readonly databaseUrl?: string | undefined;
  /** Limits the database to this many pages of 4 KiB, so that tests can fill the disk. */
  readonly maxPages?: number;
  /** The time limit of a read job, in ms. */
  readonly queryTimeoutMs?: number;
}

export interface ReadOptions {
  /** The lane that the job runs in; by default `read`. */
  readonly lane?: Lane;
  /** Aborted when the result is no longer needed. */
  readonly signal?: AbortSignal;
}

export interface WriteOptions {
  readonly transfer?: Transferable[];
  /** The approximate size of the payload, for the limit of the queue. */
  readonly bytes?: number;
  /** Whether the job deletes or shrinks stored data. On a full disk it may use the reserved space. */
  readonly freesSpace?: boolean;
}

const MAX_WAITING = 10_000;
const MAX_WAITING_QUERIES = 1_000;
const QUERY_LANES = {
  history: { running: 2, waiting: MAX_WAITING, canceled: true },
  query: { running: 1, waiting: MAX_WAITING_QUERIES, canceled: true },
  preview: { running: 1, waiting: MAX_WAITING_QUERIES, canceled: true },
} as const;

/** With PostgreSQL, threads wait for the network most of the time, so more may run. */
const LANES: Readonly<Record<DatabaseDialect, Lanes>> = {
  sqlite: { read: { running: 3, waiting: MAX_WAITING }, compute: { running: 1, waiting: MAX_WAITING }, ...QUERY_LANES },
  postgres: {
    read: { running: 4, waiting: MAX_WAITING },
    compute: { running: 2, waiting: MAX_WAITING },
    ...QUERY_LANES,
  },
};

/** Reader threads that start with the server. The others start when they are first needed. */
const READERS_AT_START = 2;

const DEFAULT_QUERY_TIMEOUT_MS = 5_000;

/** Writes beyond these limits would wait too long, so they are rejected at once. */
const MAX_QUEUED_WRITES = 20_000;
const MAX_QUEUED_BYTES = 64 * 1024 * 1024;
const JOB_BYTES = 256;

/** Returns the unused space in the database file. */
const FREE_PAGES: Statement = {
  sql: 'SELECT freelist_count * page_size AS bytes FROM pragma_freelist_count, pragma_page_size',
  parameters: [],
};

/** Succeeds if the database answers. */
const PING: Statement = { sql: 'SELECT 1', parameters: [] };

/**
 * Runs jobs on SQLite or PostgreSQL in threads: one thread writes and several read. A write resolves after its durable commit, and
 * reads that start later see it.
 */
export class Database implements OnApplicationShutdown {
  readonly health = new DatabaseHealth();

  /** The copy of the SQLite file from before its migration; undefined if it was not migrated. */
  upgradeCopy: string | undefined;

  /** The query builder, for everything except hot paths. Each statement is its own job, so there are no interactive transactions. */
  readonly kysely: Kysely<DatabaseSchema>;

  /** The query builder for statements that delete or shrink stored data. On a full disk they may use the reserved space. */
  readonly reclaiming: Kysely<DatabaseSchema>;

  private readonly logger = new Logger(Database.name);
  private readonly writer: DatabaseThread;
  private readonly readers: ReaderPool;
  private readonly recovery = new Recovery(() => this.write(EXECUTE, PING));
  private readonly reserve: DiskReserve | undefined;
  private queuedBytes = 0;
  private isDiskFull = false;
  private closing: Promise<void> | undefined;

  private constructor(
    private readonly folder: DataFolder | undefined,
    target: Omit<FileSettings, 'role'> | Omit<ServerSettings, 'role'>,
    private readonly queryTimeoutMs: number,
  ) {
    this.reserve = folder && new DiskReserve(`${folder.databaseFile}.reserve`);
    const dialect = 'url' in target ? 'postgres' : 'sqlite';
    const onUnexpectedExit = (reason: string): void => {
      this.logger.error(`A database thread exited and will be restarted when it is needed: ${reason}`);
    };
    this.writer = new DatabaseThread({ role: 'writer', ...target }, onUnexpectedExit);
    const readers = Array.from(
      { length: threadsFor(LANES[dialect]) },
      () => new DatabaseThread({ role: 'reader', ...target }, onUnexpectedExit),
    );
    this.readers = new ReaderPool(readers, LANES[dialect]);
    const kysely = (frees: boolean): Kysely<DatabaseSchema> =>
      new Kysely({ dialect: new ThreadedDialect(dialect, (query, writes) => this.execute(query, writes, frees)) });
    this.kysely = kysely(false);
    this.reclaiming = kysely(true);
  }

  /**
   * Opens the database. Creates it if it does not exist, and migrates it if it is older.
   * @throws StartupError if it is in use, cannot be reached or written to, or is not a database of this version
   */
  static async open({
    dataDir,
    databaseUrl,
    maxPages,
    queryTimeoutMs = DEFAULT_QUERY_TIMEOUT_MS,
  }: DatabaseOptions): Promise<Database> {
    const folder = databaseUrl === undefined ? new DataFolder(dataDir) : undefined;
    const target = folder ? { file: folder.databaseFile, maxPages } : { url: databaseUrl as string };
    const database = new Database(folder, target, queryTimeoutMs);
    try {
      database.upgradeCopy = await database.writer.open();
      await database.readers.open(READERS_AT_START);
      database.reserve?.acquire();
      return database;
    } catch (error) {
      await database.close();
      throw error;
    }
  }

  /** Whether the data folder had no database before. */
  get isNewFile(): boolean {
    return this.folder?.isNew ?? false;
  }

  /** The number of writes that wait for their commit. */
  get queuedWrites(): number {
    return this.writer.outstanding;
  }

  /**
   * Runs a job that only reads. It is stopped after `queryTimeoutMs` if it supports that (see `JobContext.throwIfCanceled`). The
   * promise settles when the job has ended, which may be some milliseconds after its signal was aborted.
   * @throws Problem 503 if too many jobs wait or the job takes too long; the signal's reason if it was aborted
   */
  async read<P, R>(job: Job<P, R>, payload: P, { lane = 'read', signal }: ReadOptions = {}): Promise<R> {
    this.assertOpen();
    try {
      return await this.withReadErrors(
        this.readers.run(lane, job, payload, { signal, timeoutMs: this.queryTimeoutMs }),
      );
    } catch (error) {
      signal?.throwIfAborted();
      throw error;
    }
  }

  /** Runs a job that needs CPU time rather than the database. It does not delay reads. */
  async compute<P, R>(job: Job<P, R>, payload: P, transfer: Transferable[] = []): Promise<R> {
    this.assertOpen();
    return this.withReadErrors(this.readers.run('compute', job, payload, { transfer }));
  }

  /**
   * Runs a job that writes. Resolves after the durable commit.
   * @throws Problem 503 if too many writes wait or the database cannot be reached, 507 if the disk is full or fails
   */
  async write<P, R>(job: Job<P, R>, payload: P, options: WriteOptions = {}): Promise<R> {
    this.assertOpen();
    const { bytes = 0, freesSpace = false } = options;
    if (this.isDiskFull && !freesSpace) await this.assertDiskSpace();
    const queuedBytes = bytes + JOB_BYTES;
    if (this.writer.outstanding >= MAX_QUEUED_WRITES || this.queuedBytes + queuedBytes > MAX_QUEUED_BYTES) {
      throw new Problem(503, 'Too many writes are waiting for the disk. Send this one again in a second.');
    }
    this.queuedBytes += queuedBytes;
    try {
      const result = await this.runWrite(job, payload, options);
      this.health.writeSucceeded();
      return result;
    } catch (error) {
      throw this.asDatabaseProblem(error) ?? toCallerError(error);
    } finally {
      this.queuedBytes -= queuedBytes;
    }
  }

  /** Finishes pending writes and stops the threads. */
  close(): Promise<void> {
    this.closing ??= this.end();
    return this.closing;
  }

  async onApplicationShutdown(): Promise<void> {
    await this.close();
  }

  private async end(): Promise<void> {
    this.recovery.stop();
    // The last connection that closes removes the write-ahead log. A read-only connection cannot.
    await this.readers.close();
    await this.writer.close();
    this.folder?.close();
  }

  private async execute(query: CompiledQuery, writes: boolean, frees: boolean): Promise<StatementResult> {
    const statement = toStatement(query);
    return writes ? this.write(EXECUTE, statement, { freesSpace: frees }) : this.read(EXECUTE, statement);
  }

  /** Runs a write. If the disk is full and the write frees space, releases the reserve and tries again. */
  private async runWrite<P, R>(job: Job<P, R>, payload: P, { transfer, freesSpace }: WriteOptions): Promise<R> {
    try {
      return await this.writer.run(job, payload, { transfer });
    } catch (error) {
      if (!(error instanceof JobFailedError) || primaryCode(error.failure.code) !== ResultCode.Full) throw error;
      // Other writes must not use the reserve, or they would fill it as well.
      if (freesSpace !== true || !this.reserve) throw error;
      this.isDiskFull = true;
      this.reserve.release();
      return await this.writer.run(job, payload);
    }
  }

  /** Rejects writes until there is enough free space again, on the disk or in the database file. */
  private async assertDiskSpace(): Promise<void> {
    if (this.reserve?.acquire() === false) {
      const free = await this.read(EXECUTE, FREE_PAGES);
      if (Number((free.rows[0] as { bytes?: unknown } | undefined)?.bytes) < RESERVE_BYTES)
        throw new Problem(507, diskFailureMessage(ResultCode.Full) as string);
    }
    this.isDiskFull = false;
  }

  private assertOpen(): void {
    if (this.closing) throw new Problem(503, 'The server is stopping. Send this again once it is back.');
  }

  private async withReadErrors<R>(result: Promise<R>): Promise<R> {
    try {
      return await result;
    } catch (error) {
      throw this.asDatabaseProblem(error, readFailureOf) ?? toCallerError(error);
    }
  }

  /** If the database and not the job caused the error, updates the health and returns the problem for the client. */
  private asDatabaseProblem(error: unknown, failureOf = writeFailureOf): Problem | undefined {
    const failure = error instanceof JobFailedError ? failureOf(error.failure.code) : undefined;
    if (failure === undefined) return undefined;
    if (failure.makesUnavailable) this.health.writeFailed(failure.message);
    if (failure.makesUnavailable && failure.status === 503) this.recovery.start();
    return new Problem(failure.status, failure.message);
  }
}

/** Converts the failure of a job to the error that its caller gets. */
function toCallerError(error: unknown): unknown {
  if (!(error instanceof JobFailedError)) return error;
  const { kind, message, status, errors, code } = error.failure;
  switch (kind) {
    case 'rejected':
      return new Problem(status ?? 422, message, errors);
    case 'exited':
      return new Problem(
        503,
        'The database was interrupted. The request may or may not have been processed. Send it again.',
      );
    case 'failed':
      return new DatabaseError(message, code, { cause: error });
  }
}
