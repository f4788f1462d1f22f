import type { JobContext } from '../../../database/job.js';
import type { DecodedPoints } from '../../../metrics/input/decoded-points.js';
import { ExternalPoints } from '../../external-points.js';
import type { EncodedPoints } from '../../../metrics/metrics.service.js';
import { addWriteRequest } from './remote-write.js';
import { decompressSnappy } from './snappy-block.js';

export interface EncodedWriteRequest extends EncodedPoints {
  readonly isSnappy: boolean;
  /** Maximum decompressed size. */
  readonly maxBytes: number;
}

/** Decodes the body of a remote_write request. */
function writeRequest(
  context: JobContext,
  { body, isSnappy, maxBytes, nowUs, oldestUs }: EncodedWriteRequest,
): DecodedPoints {
  const points = new ExternalPoints(nowUs, oldestUs);
  addWriteRequest(points, isSnappy ? decompressSnappy(body, maxBytes) : body);
  return points.pack(context);
}

export const jobs = { writeRequest };
