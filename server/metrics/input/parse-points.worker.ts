import type { KeptTimes } from '../../common/time/timestamps.js';
import type { JobContext } from '../../database/job.js';
import { type DecodedPoints, packPoints } from './decoded-points.js';
import { parseBatch } from './parse-body.js';

export interface ParseRequest extends KeptTimes {
  readonly body: Uint8Array;
}

/** Parses and checks a batch. */
function parse(
  context: JobContext,
  { body, now, oldest }: ParseRequest,
): Pick<DecodedPoints, 'columns' | 'count' | 'buffers'> {
  return packPoints(context, parseBatch(body, now, oldest));
}

export const jobs = { parse };
