import { createHash } from 'node:crypto';
import type { InputError } from '../../../../wire/schemas/problem-schema.js';
import { parseJson } from '../../../common/parse-json.js';
import { usToMs, parseTimeUs } from '../../../common/time/timestamps.js';
import type { Sample } from '../../../dashboard/contracts/collector.js';
import { JobError } from '../../../common/errors/job-error.js';
import { parseEvent } from '../../../events/input/event-input.js';
import type { ConditionalEvent, RecordBatch } from '../../records/record-batch.worker.js';
import { parseStatusReport } from '../../../statuses/status-report.js';
import { applyMapping, type MappingResult, type MappedEvent, type MappedInput } from './apply-mapping.js';
import type { Scope } from '../expressions/evaluator.js';
import type { Mapping } from '../mapping.schema.js';
import { readWebhookBody } from './webhook-body.js';

export interface MapRequest {
  /** Name of the webhook in its URL. */
  readonly name: string;
  readonly body: Uint8Array;
  /** Content type of the request, in lower case and without parameters. */
  readonly type: string;
  readonly headers: Scope['headers'];
  /** The mapping as JSON. */
  readonly mapping: string;
  readonly nowUs: number;
}

/** The valid records of a webhook. */
export interface WebhookRecords extends RecordBatch {
  readonly samples: readonly Sample[];
  /** Why there are no records. */
  readonly ignored?: string;
}

/** Maximum number of errors in a response. More of them usually repeat the same mistake. */
const MAX_ERRORS = 20;

/**
 * Parses the JSON of a webhook and applies the mapping.
 * @throws JobError 400 if the body is not JSON, 415 for another type, 422 with the rules that failed
 */
export function mapWebhook({ name, body, type, headers, mapping, nowUs }: MapRequest): WebhookRecords {
  const attempt = applyMapping(parseJson(mapping) as Mapping, { body: readWebhookBody(body, type), headers });
  if ('errors' in attempt) throw mappingError(attempt.errors);
  const { statuses, events, metrics } = attempt.mapped;
  const errors: InputError[] = [];
  const checked = <T extends string, E extends MappedInput<T>, R>(each: E, read: (each: E) => R): R[] => {
    try {
      return [read(each)];
    } catch (error) {
      if (!(error instanceof JobError)) throw error;
      const found = error.errors ?? [{ path: '', message: error.message }];
      errors.push(...found.map(({ path, message }) => ({ path: `${each.rule}.${path}`, message })));
      return [];
    }
  };
  const records = {
    reports: statuses.flatMap((each) =>
      checked(each, ({ key, ended, input }) => ({ key, report: { ...parseStatusReport(input, nowUs), ended } })),
    ),
    events: events.flatMap((each) => checked(each, (event) => conditional(event, name, nowUs))),
    samples: metrics.flatMap((each) => checked(each, ({ input }) => sampleOf(input, nowUs))),
  };
  if (errors.length > 0) throw mappingError(errors);
  return isEmpty(attempt.mapped) ? { ...records, ignored: ignoredReason(headers) } : records;
}

function conditional({ rule, input, ifChanged, identity }: MappedEvent, name: string, nowUs: number): ConditionalEvent {
  const hash =
    identity &&
    createHash('sha256')
      .update(JSON.stringify([name, rule, identity]))
      .digest('hex');
  return { event: parseEvent(input, nowUs), ifChanged, identity: hash };
}

/** Converts the time to milliseconds, as in samples. Other members are validated when the sample is stored. */
function sampleOf({ at, ...sample }: MappedInput<'key' | 'value'>['input'], nowUs: number): Sample {
  if (!Number.isFinite(sample.value))
    throw new JobError(422, '', [{ path: 'value', message: 'must be a finite number' }]);
  if (at === undefined) return sample as unknown as Sample;
  const result = parseTimeUs(at, nowUs);
  if (typeof result === 'string') throw new JobError(422, '', [{ path: 'at', message: result }]);
  return { ...sample, at: usToMs(result) } as unknown as Sample;
}

function isEmpty({ statuses, events, metrics }: MappingResult): boolean {
  return statuses.length + events.length + metrics.length === 0;
}

/** Headers with the kind of the event. */
const KINDS = ['x-github-event', 'x-gitlab-event'];

function ignoredReason(headers: Scope['headers']): string {
  const kinds = KINDS.filter((name) => typeof headers[name] === 'string').map(
    (name) => ` (${name}: ${String(headers[name])})`,
  );
  return `No rule of the mapping applies to this webhook${kinds.join('')}.`;
}

function mappingError(errors: readonly InputError[]): JobError {
  return new JobError(
    422,
    'The mapping cannot be applied to this webhook. Nothing was stored.',
    errors.slice(0, MAX_ERRORS),
  );
}
