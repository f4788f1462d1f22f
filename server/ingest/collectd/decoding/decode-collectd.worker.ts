import { JobError } from '../../../common/errors/job-error.js';
import { isObject } from '../../../../wire/is-object.js';
import { type JobContext } from '../../../database/job.js';
import type { DecodedPoints } from '../../../metrics/input/decoded-points.js';
import { ExternalPoints } from '../../external-points.js';
import type { EncodedPoints } from '../../../metrics/metrics.service.js';
import { readJson } from '../../../http/bodies/read-json.js';
import type { RecordBatch } from '../../records/record-batch.worker.js';
import { isNotification, parseNotification } from './notification.js';
import { addValueList } from './value-list.js';

export interface DecodedCollectd extends DecodedPoints, RecordBatch {}

const EXAMPLE = '[{ "values": [1], "dsnames": ["value"], "host": "h", "plugin": "cpu", "type": "cpu" }]';

/**
 * Decodes the JSON of collectd's plugin write_http: value lists and notifications. Other elements are rejected and do not affect
 * the rest.
 * @throws JobError 400 if the body is not JSON, 422 if no element is valid
 */
function decode(context: JobContext, { body, nowUs }: EncodedPoints): DecodedCollectd {
  const json = readJson(body, EXAMPLE);
  const entries: unknown[] = Array.isArray(json) ? json : [json];
  const points = new ExternalPoints(nowUs);
  const notifications = entries.flatMap((entry) => {
    if (!isObject(entry)) points.reject('an element is not an object');
    else if (isNotification(entry)) return [parseNotification(entry, nowUs)];
    else addValueList(points, entry);
    return [];
  });
  const decoded = points.pack(context);
  if (decoded.rejected > 0 && decoded.count + notifications.length === 0) {
    throw new JobError(422, `Nothing was stored: ${decoded.reason ?? ''}. Send JSON like ${EXAMPLE}`);
  }
  return {
    ...decoded,
    reports: notifications.map(({ report }) => report),
    events: notifications.map(({ event }) => event),
  };
}

export const jobs = { decode };
