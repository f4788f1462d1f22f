import { type Buckets, bucketsOver } from '../../server/metrics/buckets.js';

/** Equal buckets of so many ms over a span, as all are that are shorter than a day. */
export function utcBuckets(from: number, to: number, step: number): Buckets {
  return bucketsOver(from, to, { unit: 'ms', count: step }, 'UTC');
}
