// A process that opens a database as the writer of a server does, and kills itself before a statement. Prints the number of statements if
// there are fewer.
import { DatabaseSync } from 'node:sqlite';
import { PostgresConnection } from '../../../server/database/postgres/postgres-connection.js';
import { openConnection } from '../../../server/database/worker/open-connection.js';

const [target = '', killBefore = ''] = process.argv.slice(2);
let statements = 0;

function countStatement(): void {
  if (statements === Number(killBefore)) process.kill(process.pid, 'SIGKILL');
  statements += 1;
}

/** Counts the calls of a method as statements, if the object that it is called on counts. */
function countCalls<T extends object>(prototype: T, method: keyof T, counts: (receiver: T) => boolean): void {
  const original = prototype[method] as (...input: unknown[]) => unknown;
  const counting = function (this: T, ...input: unknown[]): unknown {
    if (counts(this)) countStatement();
    return original.apply(this, input);
  };
  prototype[method] = counting as T[keyof T];
}

// A database in memory is only compared with the file.
const hasFile = (database: DatabaseSync): boolean => database.location() !== null;
countCalls(DatabaseSync.prototype, 'exec', hasFile);
countCalls(DatabaseSync.prototype, 'prepare', hasFile);
countCalls(PostgresConnection.prototype, 'exec', () => true);
countCalls(PostgresConnection.prototype, 'query', () => true);

const { connection } = await openConnection(
  target.startsWith('postgres:') ? { role: 'writer', url: target } : { role: 'writer', file: target },
);
connection.close();
process.stdout.write(`${statements}\n`);
