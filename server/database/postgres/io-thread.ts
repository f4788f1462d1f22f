// The I/O thread: communicates with PostgreSQL for a database thread, which is blocked in the meantime.
import { setTimeout } from 'node:timers/promises';
import { workerData } from 'node:worker_threads';
import pg from 'pg';
import {
  ConnectionErrorCode,
  type IoAnswer,
  type IoFailure,
  type IoQueries,
  type IoQuery,
  type IoReply,
  type IoRequest,
  type IoResult,
  type IoSettings,
} from './io-protocol.js';
import { sessionStatements, WRITER_LOCK } from './session.js';

const CONNECT_TIMEOUT_MS = 5_000;

/** A statement that takes longer hangs, or its answer was lost. */
const QUERY_TIMEOUT_MS = 120_000;

/** After a slow failure to connect, further attempts fail at once for this long, so that a queue of jobs does not wait for each. */
const RETRY_AFTER_MS = 500;
const SLOW_FAILURE_MS = 1_000;

/** How long a writer waits for the lock of a process that was just killed. */
const LOCK_TIMEOUT_MS = 3_000;
const LOCK_RETRY_MS = 100;

/** The limit of prepared statements. The code uses few and repeats them. */
const MAX_PREPARED = 500;

const settings = workerData as IoSettings;

/** Returns values like SQLite: integers as numbers (microseconds are below 2^53), booleans as 1 and 0. */
const types = new pg.TypeOverrides();
types.setTypeParser(pg.types.builtins.INT8, Number);
types.setTypeParser(pg.types.builtins.NUMERIC, Number);
types.setTypeParser(pg.types.builtins.BOOL, (value) => (value === 't' ? 1 : 0));

/** One connection. It is opened when it is first needed, and again after it was lost. */
class Session {
  private client: pg.Client | undefined;
  /** Counts the connections. */
  number = 0;
  private prepared = new Map<string, string>();
  private lastFailure: { readonly error: unknown; readonly at: number } | undefined;

  /** @throws the error of pg */
  async run({ queries, session }: IoQueries): Promise<IoAnswer> {
    if (session !== undefined && (!this.client || session !== this.number)) throw new Error('The connection was lost.');
    const client = this.client ?? (await this.connect());
    // All are sent at once. PostgreSQL runs them in order, and after a failure in a transaction the rest fails too.
    const settled = await Promise.allSettled(queries.map(async (query) => this.send(client, query)));
    const failed = settled.find((each) => each.status === 'rejected');
    if (failed) {
      if (isLoss(failed.reason)) this.forget(client);
      throw failed.reason;
    }
    const results = settled.flatMap((each) => (each.status === 'fulfilled' ? each.value : []));
    return { results, session: this.number };
  }

  async end(): Promise<void> {
    await this.client?.end();
  }

  private async send(client: pg.Client, { sql, parameters }: IoQuery): Promise<IoResult> {
    const result =
      parameters.length === 0
        ? lastOf(await client.query<object>(sql))
        : await client.query<object>({ text: sql, values: [...parameters], name: this.nameOf(sql) });
    const { rows, rowCount, command, fields } = result;
    return { rows: rows as IoResult['rows'], changes: rowCount ?? 0, command, answersRows: fields.length > 0 };
  }

  private nameOf(sql: string): string | undefined {
    let name = this.prepared.get(sql);
    if (name === undefined && this.prepared.size < MAX_PREPARED) {
      name = `s${this.prepared.size}`;
      this.prepared.set(sql, name);
    }
    return name;
  }

  private async connect(): Promise<pg.Client> {
    if (this.lastFailure && performance.now() - this.lastFailure.at < RETRY_AFTER_MS) throw this.lastFailure.error;
    const begun = performance.now();
    const client = new pg.Client({
      connectionString: settings.url,
      application_name: 'boardcast',
      connectionTimeoutMillis: CONNECT_TIMEOUT_MS,
      query_timeout: QUERY_TIMEOUT_MS,
      keepAlive: true,
      pipeline: true,
      types,
    });
    for (const event of ['error', 'end'] as const) {
      client.on(event, () => {
        this.forget(client);
      });
    }
    try {
      await client.connect();
      await client.query(sessionStatements(settings.role));
      if (settings.role === 'writer') await takeLock(client);
    } catch (error) {
      const at = performance.now();
      if (at - begun > SLOW_FAILURE_MS) this.lastFailure = { error, at };
      client.end().catch(() => undefined);
      throw error;
    }
    this.prepared = new Map();
    this.number += 1;
    this.lastFailure = undefined;
    return (this.client = client);
  }

  private forget(client: pg.Client): void {
    if (this.client !== client) return;
    this.client = undefined;
    client.end().catch(() => undefined);
  }
}

/** Whether the connection was lost: PostgreSQL reports it, or the error is not from PostgreSQL. */
function isLoss(error: unknown): boolean {
  return !(error instanceof pg.DatabaseError) || error.severity === 'FATAL' || error.severity === 'PANIC';
}

/** Takes the lock that only one writing process can hold. It is released with the connection. */
async function takeLock(client: pg.Client): Promise<void> {
  const end = performance.now() + LOCK_TIMEOUT_MS;
  for (;;) {
    const { rows } = await client.query<{ locked: number }>('SELECT pg_try_advisory_lock($1) AS locked', [WRITER_LOCK]);
    if (rows[0]?.locked === 1) return;
    if (performance.now() >= end) throw Object.assign(new Error('Locked.'), { code: ConnectionErrorCode.InUse });
    await setTimeout(LOCK_RETRY_MS);
  }
}

/** A text with several statements has one result for each. */
function lastOf<R>(results: R | R[]): R {
  return Array.isArray(results) ? (results.at(-1) as R) : results;
}

const session = new Session();

async function answer(request: IoQueries): Promise<IoReply> {
  try {
    return await session.run(request);
  } catch (error) {
    return { failure: describe(error) };
  }
}

function describe(error: unknown): IoFailure {
  // If a host has several addresses and none answers, the error contains one for each.
  const first: unknown = error instanceof AggregateError ? error.errors[0] : error;
  const { message, code } = first as { message?: string; code?: unknown };
  return {
    message: message ?? String(first),
    code: typeof code === 'string' ? code : ConnectionErrorCode.Lost,
    isLost: isLoss(first),
    session: session.number,
  };
}

function reply(message: IoReply): void {
  settings.port.postMessage(message);
  Atomics.add(settings.answered, 0, 1);
  Atomics.notify(settings.answered, 0);
}

settings.port.on('message', (request: IoRequest) => {
  if (request === 'close') {
    void session
      .end()
      .catch(() => undefined)
      .then(() => {
        reply({ results: [], session: 0 });
        settings.port.close();
      });
  } else {
    void answer(request).then(reply);
  }
});
