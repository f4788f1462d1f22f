import { isUtf8 } from 'node:buffer';
import { JobError } from '../../../common/errors/job-error.js';
import { type JobContext } from '../../../database/job.js';
import type { ExternalTag } from '../../external-tags.js';
import type { DecodedPoints } from '../../../metrics/input/decoded-points.js';
import { ExternalPoints } from '../../external-points.js';
import type { EncodedPoints } from '../../../metrics/metrics.service.js';
import type { PushGroup } from '../../../metrics/storage/series-ends.js';
import { addFamilies } from './exposition-protobuf.js';
import { addExposition } from './exposition-text.js';
import { PushedSamples } from './pushed-samples.js';

export interface EncodedPush extends EncodedPoints {
  readonly format: 'text' | 'openmetrics' | 'protobuf';
  /** The labels of the group. */
  readonly labels: readonly ExternalTag[];
  /** The group, and which of its series the push ends. */
  readonly group: PushGroup;
}

const decoder = new TextDecoder();

/** Decodes a push to a group. */
function push(context: JobContext, { body, format, labels, group, nowUs, oldestUs }: EncodedPush): DecodedPoints {
  const points = new ExternalPoints(nowUs, oldestUs);
  const samples = new PushedSamples(points, labels);
  if (format === 'protobuf') addFamilies(samples, body);
  else addExposition(samples, textOf(body), format === 'openmetrics');
  return { ...points.pack(context), group };
}

/** @throws JobError 400 if the body is not UTF-8, with or without a byte order mark */
function textOf(body: Uint8Array): string {
  const [first, second] = body;
  // PowerShell 5 writes UTF-16 when it redirects output to a file.
  const isUtf16 = (first === 0xff && second === 0xfe) || (first === 0xfe && second === 0xff);
  if (isUtf16) throw new JobError(400, 'The body is UTF-16. Send it as UTF-8. Nothing was stored.');
  if (!isUtf8(body)) throw new JobError(400, 'The body is not UTF-8. Nothing was stored.');
  return decoder.decode(body);
}

export const jobs = { push };
