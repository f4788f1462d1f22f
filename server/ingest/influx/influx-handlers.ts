import { isUtf8 } from 'node:buffer';
import { JobError, type JobContext } from '../../database/job.js';
import { type DecodedPoints, ExternalPoints } from '../../metrics/external-points.js';
import type { EncodedPoints } from '../../metrics/metric-writer.js';
import { addLines } from './line-protocol.js';
import type { Precision } from './precision.js';

export interface EncodedLines extends EncodedPoints {
  readonly precision: Precision;
}

const decoder = new TextDecoder();

/** Decodes a body of line protocol. */
function lines(context: JobContext, { body, precision, now }: EncodedLines): DecodedPoints {
  if (!isUtf8(body)) throw new JobError(400, 'unable to parse the body: it is not UTF-8. Nothing was stored.');
  const points = new ExternalPoints(now);
  addLines(points, decoder.decode(body), precision, now);
  return points.pack(context);
}

export const jobs = { lines };
