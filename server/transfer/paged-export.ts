import type { JobContext } from '../database/job.js';
import { toNdjson } from './ndjson.js';

/** One page of an export. Exports are read page by page, so that no thread is busy for long. */
export interface ExportPage<C> {
  readonly bytes: Uint8Array<ArrayBuffer>;
  /** Where the next page begins; undefined after the last one. */
  readonly next?: C;
}

/** Creates a page in a database thread. Its bytes are moved to the main thread, not copied. */
export function exportPage<C>(context: JobContext, lines: readonly object[], next: C | undefined): ExportPage<C> {
  const bytes = toNdjson(lines);
  context.transfer(bytes.buffer);
  return { bytes, ...(next === undefined ? {} : { next }) };
}

/** Returns the bytes of all pages, starting with `first`. Empty pages are skipped. */
export async function* allPages<C>(first: C, read: (cursor: C) => Promise<ExportPage<C>>): AsyncGenerator<Uint8Array> {
  for (let cursor: C | undefined = first; cursor !== undefined;) {
    const page: ExportPage<C> = await read(cursor);
    if (page.bytes.length > 0) yield page.bytes;
    cursor = page.next;
  }
}
