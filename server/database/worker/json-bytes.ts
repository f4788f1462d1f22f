import type { JobContext } from '../job.js';

/** Serializes a response as JSON in the database thread, and moves the bytes to the main thread. */
export function toJsonBytes(context: JobContext, answer: unknown): Uint8Array<ArrayBuffer> {
  const bytes = new TextEncoder().encode(JSON.stringify(answer));
  context.transfer(bytes.buffer);
  return bytes;
}
