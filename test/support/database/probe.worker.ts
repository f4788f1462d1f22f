import { type DecodedPoints, packPoints } from '../../../server/metrics/input/decoded-points.js';
import type { EncodedPoints } from '../../../server/metrics/metric-writer.js';
import { parseBatch } from '../../../server/metrics/input/parse-body.js';
import { JobError } from '../../../server/common/errors/job-error.js';
import { type JobContext } from '../../../server/database/job.js';

/** What the specs of the threads let them do. */
export const jobs = {
  /** Writes a row, then does what is asked. */
  put(context: JobContext, { key, then }: { key: string; then?: 'refuse' | 'break' | 'exit' }): string {
    context.prepare('INSERT INTO meta (key, value) VALUES (?, ?)').run(key, '');
    if (then === 'refuse') throw new JobError(422, 'No.', [{ path: 'key', message: 'is refused' }]);
    if (then === 'break') throw new TypeError('broken');
    if (then === 'exit') process.exit(7);
    return key;
  },

  /** Grows the database. */
  fill(context: JobContext, { bytes }: { bytes: number }): void {
    context.prepare('INSERT INTO meta (key, value) VALUES (hex(randomblob(8)), hex(zeroblob(?)))').run(bytes / 2);
  },

  keys(context: JobContext): string[] {
    return context
      .prepare('SELECT key FROM meta ORDER BY key')
      .all()
      .map(({ key }) => String(key));
  },

  /** Stays until the main thread says that it may go on. */
  hold(_context: JobContext, { gate }: { gate: Int32Array }): void {
    Atomics.wait(gate, 0, 0);
  },

  /** Says that it has begun, and goes on until it is cancelled. */
  loop(context: JobContext, { gate }: { gate?: Int32Array }): never {
    if (gate) {
      Atomics.store(gate, 0, 1);
      Atomics.notify(gate, 0);
    }
    for (;;) context.throwIfCanceled();
  },

  exit(): never {
    process.exit(7);
  },

  /** Decodes a batch as JSON, as a protocol's decoder would, and says that points were left out. */
  decode(context: JobContext, { body, nowUs, leftOut }: EncodedPoints & { leftOut: number }): DecodedPoints {
    return { ...packPoints(context, parseBatch(body, nowUs)), rejected: leftOut };
  },

  bytes(context: JobContext, { size }: { size: number }): Uint8Array {
    const bytes = new Uint8Array(size);
    context.transfer(bytes.buffer);
    return bytes;
  },
};
