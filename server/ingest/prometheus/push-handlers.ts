import { isUtf8 } from 'node:buffer';
import { JobError, type JobContext } from '../../database/job.js';
import type { ExternalTag } from '../../metrics/external-names.js';
import { type DecodedPoints, ExternalPoints } from '../../metrics/external-points.js';
import type { EncodedPoints } from '../../metrics/metric-writer.js';
import { addFamilies } from './exposition-protobuf.js';
import { addExposition } from './exposition-text.js';
import { Group } from './group.js';

export interface EncodedPush extends EncodedPoints {
  readonly format: 'text' | 'openmetrics' | 'protobuf';
  /** Labels of the group. */
  readonly labels: readonly ExternalTag[];
}

const decoder = new TextDecoder();

/** Decodes what was pushed for a group. */
function push(context: JobContext, { body, format, labels, now, oldest }: EncodedPush): DecodedPoints {
  const points = new ExternalPoints(now, oldest);
  const group = new Group(points, labels);
  if (format === 'protobuf') addFamilies(group, body);
  else if (isUtf8(body)) addExposition(group, decoder.decode(body), format === 'openmetrics');
  else throw new JobError(400, 'The body is not UTF-8. Nothing was stored.');
  return points.pack(context);
}

export const jobs = { push };
