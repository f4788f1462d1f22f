import { checkTime } from '../../common/time/timestamps.js';
import { JobError } from '../../common/errors/job-error.js';
import { type ExternalTag, tagProblem } from '../../metrics/input/external-tags.js';
import { type EventInput, MAX_TEXT, MAX_TITLE } from '../../events/event-input.js';
import type { Level } from '../../common/states.js';
import { canonicalTags, MAX_TAGS } from '../../common/tags.js';
import { cleanText } from '../../common/validation/printable-text.js';
import type { LogRecord, LogVisitor } from './otlp-data.js';
import { RESOURCE_TAGS } from './resource-tags.js';

/** The Collector's batches have 8,192. */
const MAX_RECORDS = 10_000;

const CONTROL = /\p{Cc}+/gu;

export interface DecodedLogs {
  readonly events: readonly EventInput[];
  readonly rejected: number;
  readonly reason?: string;
}

/**
 * Makes events of log records: the first line of what was said, or the event's name, is the title; all of it the text;
 * attributes become tags.
 */
export class LogEvents implements LogVisitor {
  private readonly now: number;
  private readonly events: EventInput[] = [];
  private resourceTags: readonly ExternalTag[] = [];
  private rejected = 0;
  private reason: string | undefined;

  /** @param now microseconds. */
  constructor(now: number) {
    this.now = now;
  }

  resource(attributes: readonly ExternalTag[]): void {
    this.resourceTags = attributes.filter(([name]) => RESOURCE_TAGS.has(name));
  }

  record(record: LogRecord): void {
    if (this.events.length + this.rejected >= MAX_RECORDS) {
      throw new JobError(413, `A request has at most ${MAX_RECORDS} log records: send them in several.`);
    }
    const time = checkTime(record.at || record.observedAt || this.now, this.now);
    if (typeof time === 'string') {
      this.rejected += 1;
      this.reason ??= `a log's time ${time}`;
      return;
    }
    this.events.push({ ...wordsOf(record), level: levelOf(record), at: time, tags: this.tagsOf(record) });
  }

  decoded(): DecodedLogs {
    const { events, rejected, reason } = this;
    return { events, rejected, ...(reason === undefined ? {} : { reason }) };
  }

  private tagsOf({ attributes }: LogRecord): string {
    return fittingTags([...this.resourceTags, ...attributes]);
  }
}

/** Tags only describe an event, they do not identify it: those that cannot be stored, and those beyond the limit, are left out. */
function fittingTags(attributes: readonly ExternalTag[]): string {
  const tags = new Map<string, string>();
  for (const [name, value] of attributes) {
    if (tags.size < MAX_TAGS && !tags.has(name) && tagProblem(name, value) === undefined) tags.set(name, value);
  }
  return canonicalTags(Object.fromEntries(tags));
}

function wordsOf({ body, eventName, severityText }: LogRecord): Pick<EventInput, 'title' | 'text'> {
  const text = cleanText(body, MAX_TEXT) ?? null;
  const [line = ''] = text?.split(/[\r\n]/, 1) ?? [];
  const title = titleOf(eventName) ?? titleOf(line) ?? titleOf(severityText) ?? 'Log record';
  return { title, text: text === title ? null : text };
}

function titleOf(words: string): string | undefined {
  return cleanText(words.replace(CONTROL, ' '), MAX_TITLE);
}

/** SeverityNumber (logs.proto): four numbers each of trace, debug, info, warn, error and fatal. */
function levelOf({ severity, severityText }: LogRecord): Level {
  if (severity >= 17) return 'crit';
  if (severity >= 13) return 'warn';
  if (severity > 0) return 'info';
  if (/^(?:err|crit|fatal|alert|emerg|panic)/i.test(severityText)) return 'crit';
  return /^warn/i.test(severityText) ? 'warn' : 'info';
}
