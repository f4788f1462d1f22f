import { type DecodedPoints, packPoints } from '../../../server/metrics/input/decoded-points.js';
import type { EncodedPoints } from '../../../server/metrics/metrics.service.js';
import { parseBatch } from '../../../server/metrics/input/parse-body.js';
import { JobError } from '../../../server/common/errors/job-error.js';
import { type JobContext } from '../../../server/database/job.js';

/** Jobs for the specs of database threads. */
export const jobs = {
  /** Inserts a row, and then fails as specified. */
  put(context: JobContext, { key, then }: { key: string; then?: 'reject' | 'throw' | 'exit' }): string {
    context.prepare('INSERT INTO meta (key, value) VALUES (?, ?)').run(key, '');
    if (then === 'reject') throw new JobError(422, 'No.', [{ path: 'key', message: 'is refused' }]);
    if (then === 'throw') throw new TypeError('broken');
    if (then === 'exit') process.exit(7);
    return key;
  },

  /** Makes the database larger. */
  fill(context: JobContext, { bytes }: { bytes: number }): void {
    context.prepare('INSERT INTO meta (key, value) VALUES (hex(randomblob(8)), hex(zeroblob(?)))').run(bytes / 2);
  },

  keys(context: JobContext): string[] {
    return context
      .prepare('SELECT key FROM meta ORDER BY key')
      .all()
      .map(({ key }) => String(key));
  },

  /** Blocks until the main thread opens the gate. */
  hold(_context: JobContext, { gate }: { gate: Int32Array }): void {
    Atomics.wait(gate, 0, 0);
  },

  /** Opens the gate, and runs until it is canceled. */
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

  /** Decodes a JSON batch like the decoder of a protocol, and reports `rejected` points. */
  decode(context: JobContext, { body, nowUs, rejected }: EncodedPoints & { rejected: number }): DecodedPoints {
    return { ...packPoints(context, parseBatch(body, nowUs)), rejected };
  },

  bytes(context: JobContext, { size }: { size: number }): Uint8Array {
    const bytes = new Uint8Array(size);
    context.transfer(bytes.buffer);
    return bytes;
  },
};
