import { timeProblem } from '../../../common/time/timestamps.js';
import { JobError } from '../../../common/errors/job-error.js';
import type { ExternalTag } from '../../external-tags.js';
import { type NewEvent, MAX_TEXT, MAX_TITLE } from '../../../events/input/event-input.js';
import type { Level } from '../../../common/states.js';
import { canonicalTags, MAX_TAGS, tagProblem } from '../../../common/tags.js';
import { cleanText } from '../../../common/validation/printable-text.js';
import type { LogRecord, LogVisitor } from '../decoding/otlp-data.js';
import { RESOURCE_TAGS } from './resource-tags.js';

/** Maximum number of log records in a request. Batches of the OpenTelemetry Collector have 8,192. */
const MAX_RECORDS = 10_000;

const CONTROL = /\p{Cc}+/gu;

export interface DecodedLogs {
  readonly events: readonly NewEvent[];
  readonly rejected: number;
  readonly reason?: string;
}

/**
 * Converts log records to events. The title is the name of the event or the first line of the body, the text is the whole body, and
 * attributes become tags.
 */
export class LogEvents implements LogVisitor {
  private readonly nowUs: number;
  private readonly events: NewEvent[] = [];
  private resourceTags: readonly ExternalTag[] = [];
  private rejected = 0;
  private reason: string | undefined;

  constructor(nowUs: number) {
    this.nowUs = nowUs;
  }

  resource(attributes: readonly ExternalTag[]): void {
    this.resourceTags = attributes.filter(([name]) => RESOURCE_TAGS.has(name));
  }

  record(record: LogRecord): void {
    if (this.events.length + this.rejected >= MAX_RECORDS) {
      throw new JobError(413, `A request has at most ${MAX_RECORDS} log records. Send them in several requests.`);
    }
    const atUs = record.atUs || record.observedAtUs || this.nowUs;
    const problem = timeProblem(atUs, this.nowUs);
    if (problem !== undefined) {
      this.rejected += 1;
      this.reason ??= `the time of a log record ${problem}`;
      return;
    }
    this.events.push({ ...titleAndText(record), level: levelOf(record), atUs, tags: this.tagsOf(record) });
  }

  decoded(): DecodedLogs {
    const { events, rejected, reason } = this;
    return { events, rejected, ...(reason === undefined ? {} : { reason }) };
  }

  private tagsOf({ attributes }: LogRecord): string {
    return fittingTags([...this.resourceTags, ...attributes]);
  }
}

/** Tags do not identify an event, so those that are invalid or beyond the limit are left out. */
function fittingTags(attributes: readonly ExternalTag[]): string {
  const tags = new Map<string, string>();
  for (const [name, value] of attributes) {
    if (tags.size < MAX_TAGS && !tags.has(name) && tagProblem(name, value) === undefined) tags.set(name, value);
  }
  return canonicalTags(Object.fromEntries(tags));
}

function titleAndText({ body, eventName, severityText }: LogRecord): Pick<NewEvent, 'title' | 'text'> {
  const text = cleanText(body, MAX_TEXT) ?? null;
  const [line = ''] = text?.split(/[\r\n]/, 1) ?? [];
  const title = titleOf(eventName) ?? titleOf(line) ?? titleOf(severityText) ?? 'Log record';
  return { title, text: text === title ? null : text };
}

function titleOf(text: string): string | undefined {
  return cleanText(text.replace(CONTROL, ' '), MAX_TITLE);
}

/** Converts SeverityNumber (logs.proto), which has four numbers for each of trace, debug, info, warn, error and fatal. */
function levelOf({ severity, severityText }: LogRecord): Level {
  if (severity >= 17) return 'crit';
  if (severity >= 13) return 'warn';
  if (severity > 0) return 'info';
  if (/^(?:err|crit|fatal|alert|emerg|panic)/i.test(severityText)) return 'crit';
  return /^warn/i.test(severityText) ? 'warn' : 'info';
}
