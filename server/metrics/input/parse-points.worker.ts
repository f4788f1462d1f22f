import type { AcceptedTimes } from '../../common/time/timestamps.js';
import type { JobContext } from '../../database/job.js';
import { type DecodedPoints, packPoints } from './decoded-points.js';
import { parseBatch } from './parse-body.js';

export interface ParseRequest extends AcceptedTimes {
  readonly body: Uint8Array;
}

/** Parses and checks a batch. Its columns are transferred to the main thread. */
function parse(
  context: JobContext,
  { body, nowUs, oldestUs }: ParseRequest,
): Pick<DecodedPoints, 'columns' | 'count' | 'buffers'> {
  return packPoints(context, parseBatch(body, nowUs, oldestUs));
}

export const jobs = { parse };
