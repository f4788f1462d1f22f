import type { JobContext } from '../database/job.js';
import { type DecodedPoints, packed } from './external-points.js';
import { parseBatch } from './parse-body.js';

export interface ParseRequest {
  readonly body: Uint8Array;
  /** Microseconds. */
  readonly now: number;
}

/** Parses and checks a batch. */
function parse(context: JobContext, { body, now }: ParseRequest): Pick<DecodedPoints, 'columns' | 'count' | 'buffers'> {
  return packed(context, parseBatch(body, now));
}

export const jobs = { parse };
