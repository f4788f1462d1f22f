import { postgresTrouble, READ_ONLY, type StoreTrouble } from './postgres/postgres-error.js';
import { diskTrouble } from './sqlite/sqlite-error.js';

/** What a write is answered whose store is in trouble; undefined if that is not what the code of its failure says. */
export function troubleOf(code: number | string | undefined): StoreTrouble | undefined {
  if (typeof code === 'string') return postgresTrouble(code);
  const words = diskTrouble(code);
  return words === undefined ? undefined : { status: 507, words, lasts: true };
}

/** The same of a read. One that tries to write is a mistake in the code, and says nothing of the store. */
export function readTroubleOf(code: number | string | undefined): StoreTrouble | undefined {
  return typeof code === 'string' && code !== READ_ONLY ? postgresTrouble(code) : undefined;
}
