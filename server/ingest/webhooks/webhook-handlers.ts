import type { InputError } from '../../../wire/problem.js';
import { millisOf, parseTime } from '../../base/time.js';
import type { Sample } from '../../dashboard/collector.js';
import { JobError, type JobContext } from '../../database/job.js';
import { type EventInput, eventOf } from '../../records/events/event-input.js';
import { readJson } from '../../records/read-json.js';
import type { KeyedReport } from '../../records/statuses/status-handlers.js';
import { statusReportOf } from '../../records/statuses/status-report.js';
import { applyMapping, type MappedOf } from './apply-mapping.js';
import type { Scope } from './expression.js';
import type { Mapping } from './mapping.js';

export interface MapRequest {
  readonly body: Uint8Array;
  readonly headers: Scope['headers'];
  readonly mapping: Mapping;
  /** Microseconds. */
  readonly now: number;
}

/** What a webhook becomes, found right. */
export interface WebhookRecords {
  readonly statuses: readonly KeyedReport[];
  readonly events: readonly EventInput[];
  readonly samples: readonly Sample[];
}

/**
 * Reads a webhook's JSON and applies the mapping. It has a thread of its own to take its time in.
 * @throws JobError 400 if it is no JSON, 422 that names the rules which could make nothing of it.
 */
function map(_context: JobContext, { body, headers, mapping, now }: MapRequest): WebhookRecords {
  const attempt = applyMapping(mapping, { body: readJson(body, '{ "alerts": [] }'), headers });
  if ('errors' in attempt) throw refusal(attempt.errors);
  const { statuses, events, metrics } = attempt.mapped;
  const errors: InputError[] = [];
  const checked = <T extends string, R>(each: MappedOf<T>, read: (input: MappedOf<T>['input']) => R): R[] => {
    try {
      return [read(each.input)];
    } catch (error) {
      if (!(error instanceof JobError)) throw error;
      const found = error.errors ?? [{ path: '', message: error.message }];
      errors.push(...found.map(({ path, message }) => ({ path: `${each.rule}.${path}`, message })));
      return [];
    }
  };
  const records = {
    statuses: statuses.flatMap((each) =>
      checked(each, ({ key, ...report }) => ({ key: String(key), report: statusReportOf(report, now) })),
    ),
    events: events.flatMap((each) => checked(each, (input) => eventOf(input, now))),
    samples: metrics.flatMap((each) => checked(each, (input) => sampleOf(input, now))),
  };
  if (errors.length > 0) throw refusal(errors);
  return records;
}

/** Its time in milliseconds, as samples have it. The rest is checked where it is stored. */
function sampleOf({ at, ...sample }: MappedOf<'key' | 'value'>['input'], now: number): Sample {
  if (typeof sample.value !== 'number') throw new JobError(422, '', [{ path: 'value', message: 'must be a number' }]);
  if (at === undefined) return sample as unknown as Sample;
  const time = parseTime(at, now);
  if (typeof time === 'string') throw new JobError(422, '', [{ path: 'at', message: time }]);
  return { ...sample, at: millisOf(time) } as unknown as Sample;
}

function refusal(errors: readonly InputError[]): JobError {
  return new JobError(422, 'The mapping can make nothing of this webhook: nothing was stored.', errors);
}

export const jobs = { map };
