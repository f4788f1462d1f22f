import type { JobContext } from '../job.js';

/** An answer as JSON in UTF-8, made in the database thread and moved to the main one: it may be large. */
export function toJsonBytes(context: JobContext, answer: unknown): Uint8Array<ArrayBuffer> {
  const bytes = new TextEncoder().encode(JSON.stringify(answer));
  context.transfer(bytes.buffer);
  return bytes;
}
