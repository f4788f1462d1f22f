import type { JobContext } from '../../../database/job.js';
import { decodeBody } from '../../../http/bodies/decode-body.js';
import type { DecodedPoints } from '../../../metrics/input/decoded-points.js';
import { ExternalPoints } from '../../external-points.js';
import type { EncodedPoints } from '../../../metrics/metrics.service.js';
import { addLines, type InvalidLines } from './line-protocol.js';
import type { Precision } from './precision.js';

export interface EncodedLines extends EncodedPoints {
  readonly precision: Precision;
}

export interface DecodedLines extends DecodedPoints {
  readonly invalidLines: InvalidLines;
}

/** Decodes a body of line protocol. */
function lines(context: JobContext, { body, precision, nowUs, oldestUs }: EncodedLines): DecodedLines {
  const points = new ExternalPoints(nowUs, oldestUs);
  const invalidLines = addLines(points, decodeBody(body), precision, { nowUs, oldestUs });
  return { ...points.pack(context), invalidLines };
}

export const jobs = { lines };
