import { Logger, type OnApplicationShutdown } from '@nestjs/common';
import { Kysely, type Compilable, type CompiledQuery } from 'kysely';
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
import type { Tables } from './migrations/schema.js';
import type { Statement, StatementResult } from './statement.js';
import { EXECUTE } from './worker/statement-job.js';
import { diskFailureMessage, primaryCode, ResultCode } from './sqlite/sqlite-error.js';
import { readFailureOf, writeFailureOf } from './database-failure.js';

export interface DatabaseOptions {
  /** The folder of the embedded database. */
  readonly dataDir: string;
  /** PostgreSQL instead of the embedded database, as `DATABASE_URL` has it. */
  readonly databaseUrl?: string | undefined;
  /** The database grows to at most this many pages of 4 KiB: how a test fills the disk. */
  readonly maxPages?: number;
  /** How long a job that reads may run, in ms. */
  readonly queryTimeoutMs?: number;
}

export interface ReadOptions {
  /** Which threads it takes; `read` without it. */
  readonly lane?: Lane;
  /** Aborted when the answer is no longer needed. */
  readonly signal?: AbortSignal;
}

export interface WriteOptions {
  readonly transfer?: Transferable[];
  /** Roughly what the payload weighs, for the bound of the queue. */
  readonly bytes?: number;
  /** It deletes, or makes what is stored smaller: a full disk gives its reserve up for it. */
  readonly freesSpace?: boolean;
}

const MAX_WAITING = 10_000;
const MAX_WAITING_QUERIES = 1_000;
const QUERY_LANES = {
  history: { running: 2, waiting: MAX_WAITING, canceled: true },
  query: { running: 1, waiting: MAX_WAITING_QUERIES, canceled: true },
  preview: { running: 1, waiting: MAX_WAITING_QUERIES, canceled: true },
} as const;

/** Threads of PostgreSQL wait for the network most of the time, so more of them compute. */
const LANES: Readonly<Record<DatabaseDialect, Lanes>> = {
  sqlite: { read: { running: 3, waiting: MAX_WAITING }, compute: { running: 1, waiting: MAX_WAITING }, ...QUERY_LANES },
  postgres: {
    read: { running: 4, waiting: MAX_WAITING },
    compute: { running: 2, waiting: MAX_WAITING },
    ...QUERY_LANES,
  },
};

/** Readers that are started with the server; the others when they are first needed. */
const READERS_AT_START = 2;

const DEFAULT_QUERY_TIMEOUT_MS = 5_000;

/** Writes beyond these wait in vain: better to say so at once. */
const MAX_QUEUED_WRITES = 20_000;
const MAX_QUEUED_BYTES = 64 * 1024 * 1024;
const JOB_BYTES = 256;

/** Pages of the database's file that nothing uses, and how large each is. */
const FREE_PAGES: Statement = {
  sql: 'SELECT freelist_count * page_size AS bytes FROM pragma_freelist_count, pragma_page_size',
  parameters: [],
};

/** Asks nothing but whether somebody answers. */
const ALIVE: Statement = { sql: 'SELECT 1', parameters: [] };

/**
 * The database: SQLite or PostgreSQL, worked with in threads of its own, one that writes and several that read. A write is
 * answered after its durable commit, and a read begun after that shows it.
 */
export class Database implements OnApplicationShutdown {
  readonly health = new DatabaseHealth();

  /** For everything but the hot paths. Each statement is a job of its own: no interactive transactions. */
  readonly kysely: Kysely<Tables>;

  /** The same, for statements that delete or shrink stored data: on a full disk they may use the reserved space. */
  readonly reclaiming: Kysely<Tables>;

  private readonly logger = new Logger(Database.name);
  private readonly writer: DatabaseThread;
  private readonly readers: ReaderPool;
  private readonly recovery = new Recovery(() => this.write(EXECUTE, { statements: [ALIVE] }));
  private readonly reserve: DiskReserve | undefined;
  private queuedBytes = 0;
  private isDiskFull = false;
  private closing: Promise<void> | undefined;

  private constructor(
    private readonly folder: DataFolder | undefined,
    store: Omit<FileSettings, 'role'> | Omit<ServerSettings, 'role'>,
    private readonly queryTimeoutMs: number,
  ) {
    this.reserve = folder && new DiskReserve(`${folder.databaseFile}.reserve`);
    const dialect = 'url' in store ? 'postgres' : 'sqlite';
    const onDeath = (reason: string): void => {
      this.logger.error(`A database thread died and is started again when it is needed: ${reason}`);
    };
    this.writer = new DatabaseThread({ role: 'writer', ...store }, onDeath);
    const readers = Array.from(
      { length: threadsFor(LANES[dialect]) },
      () => new DatabaseThread({ role: 'reader', ...store }, onDeath),
    );
    this.readers = new ReaderPool(readers, LANES[dialect]);
    const kysely = (frees: boolean): Kysely<Tables> =>
      new Kysely({ dialect: new ThreadedDialect(dialect, (query, writes) => this.execute(query, writes, frees)) });
    this.kysely = kysely(false);
    this.reclaiming = kysely(true);
  }

  /**
   * Opens the database, making what is not there and migrating what is older.
   * @throws StartupError in words: it is in use, cannot be reached or written, or is not a database of this version.
   */
  static async open({
    dataDir,
    databaseUrl,
    maxPages,
    queryTimeoutMs = DEFAULT_QUERY_TIMEOUT_MS,
  }: DatabaseOptions): Promise<Database> {
    const folder = databaseUrl === undefined ? new DataFolder(dataDir) : undefined;
    const store = folder ? { file: folder.databaseFile, maxPages } : { url: databaseUrl as string };
    const database = new Database(folder, store, queryTimeoutMs);
    try {
      await database.writer.open();
      await database.readers.open(READERS_AT_START);
      database.reserve?.acquire();
      return database;
    } catch (error) {
      await database.close();
      throw error;
    }
  }

  /** Writes that wait for their commit. */
  get queuedWrites(): number {
    return this.writer.outstanding;
  }

  /**
   * Runs a job that only reads. It is stopped after `queryTimeoutMs`, where it can be (see `JobContext.throwIfCanceled`).
   * Settles when the job has really ended: one whose signal was aborted may still run for some milliseconds.
   * @throws Problem 503 if too many wait or it takes too long; the signal's reason if it was aborted.
   */
  async read<P, R>(job: Job<P, R>, payload: P, { lane = 'read', signal }: ReadOptions = {}): Promise<R> {
    this.assertOpen();
    try {
      return await this.explained(this.readers.run(lane, job, payload, { signal, timeoutMs: this.queryTimeoutMs }));
    } catch (error) {
      signal?.throwIfAborted();
      throw error;
    }
  }

  /** Runs a job that needs a thread more than the database. It leaves room for reads. */
  async compute<P, R>(job: Job<P, R>, payload: P, transfer: Transferable[] = []): Promise<R> {
    this.assertOpen();
    return this.explained(this.readers.run('compute', job, payload, { transfer }));
  }

  /**
   * Runs a job that writes; resolves after the durable commit.
   * @throws Problem 503 if too many writes wait or the database cannot be reached, 507 if the disk does not take it.
   */
  async write<P, R>(job: Job<P, R>, payload: P, options: WriteOptions = {}): Promise<R> {
    this.assertOpen();
    const { bytes = 0, freesSpace = false } = options;
    if (this.isDiskFull && !freesSpace) await this.assertDiskSpace();
    const weight = bytes + JOB_BYTES;
    if (this.writer.outstanding >= MAX_QUEUED_WRITES || this.queuedBytes + weight > MAX_QUEUED_BYTES) {
      throw new Problem(503, 'Too many writes are waiting for the disk. Send this one again in a second.');
    }
    this.queuedBytes += weight;
    try {
      const result = await this.runWrite(job, payload, options);
      this.health.writeSucceeded();
      return result;
    } catch (error) {
      throw this.asDatabaseProblem(error) ?? explain(error);
    } finally {
      this.queuedBytes -= weight;
    }
  }

  /** Executes compiled statements as one: all of them, or none. */
  async atomically(...queries: readonly Compilable[]): Promise<StatementResult[]> {
    return this.write(EXECUTE, { statements: queries.map((query) => toStatement(query.compile())) });
  }

  /** Finishes the writes that wait, and ends the threads. */
  close(): Promise<void> {
    this.closing ??= this.end();
    return this.closing;
  }

  async onApplicationShutdown(): Promise<void> {
    await this.close();
  }

  private async end(): Promise<void> {
    this.recovery.stop();
    // The last connection to close tidies the log away, which a reading one cannot.
    await this.readers.close();
    await this.writer.close();
    this.folder?.close();
  }

  private async execute(query: CompiledQuery, writes: boolean, frees: boolean): Promise<StatementResult> {
    const payload = { statements: [toStatement(query)] };
    const [result] = await (writes ? this.write(EXECUTE, payload, { freesSpace: frees }) : this.read(EXECUTE, payload));
    return result as StatementResult;
  }

  /** What frees space is tried again with that of the reserve. */
  private async runWrite<P, R>(job: Job<P, R>, payload: P, { transfer, freesSpace }: WriteOptions): Promise<R> {
    try {
      return await this.writer.run(job, payload, { transfer });
    } catch (error) {
      if (!(error instanceof JobFailedError) || primaryCode(error.failure.code) !== ResultCode.Full) throw error;
      // Only what frees space gives the reserve up: otherwise whatever fills the disk would take that, too.
      if (freesSpace !== true || !this.reserve) throw error;
      this.isDiskFull = true;
      this.reserve.release();
      return await this.writer.run(job, payload);
    }
  }

  /** The reserve is for what frees space alone, until there is enough of it, on the disk or within the database's file. */
  private async assertDiskSpace(): Promise<void> {
    if (this.reserve?.acquire() === false) {
      const [free] = await this.read(EXECUTE, { statements: [FREE_PAGES] });
      if (Number((free?.rows[0] as { bytes?: unknown } | undefined)?.bytes) < RESERVE_BYTES)
        throw new Problem(507, diskFailureMessage(ResultCode.Full) as string);
    }
    this.isDiskFull = false;
  }

  private assertOpen(): void {
    if (this.closing) throw new Problem(503, 'The server is stopping. Send this again once it is back.');
  }

  private async explained<R>(reading: Promise<R>): Promise<R> {
    try {
      return await reading;
    } catch (error) {
      throw this.asDatabaseProblem(error, readFailureOf) ?? explain(error);
    }
  }

  /** Where it was the store that failed a job, and not the job: notes that, and says it. */
  private asDatabaseProblem(error: unknown, kindOf = writeFailureOf): Problem | undefined {
    const trouble = error instanceof JobFailedError ? kindOf(error.failure.code) : undefined;
    if (trouble === undefined) return undefined;
    if (trouble.isLasting) this.health.writeFailed(trouble.message);
    if (trouble.isLasting && trouble.status === 503) this.recovery.start();
    return new Problem(trouble.status, trouble.message);
  }
}

/** The error that the caller of a failed job gets. */
function explain(error: unknown): unknown {
  if (!(error instanceof JobFailedError)) return error;
  const { kind, message, status, errors, code } = error.failure;
  switch (kind) {
    case 'refused':
      return new Problem(status ?? 422, message, errors);
    case 'died':
      return new Problem(503, 'The database was interrupted, and this may or may not be done. Send it again.');
    case 'failed':
      return new DatabaseError(message, code, { cause: error });
  }
}
