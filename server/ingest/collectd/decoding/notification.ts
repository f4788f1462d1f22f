import { createHash } from 'node:crypto';
import { stableJson } from '../../../common/stable-json.js';
import { isObject } from '../../../../wire/is-object.js';
import { timeProblem, parseTimeUs } from '../../../common/time/timestamps.js';
import { MAX_TITLE } from '../../../events/input/event-input.js';
import type { ConditionalEvent } from '../../records/record-batch.worker.js';
import type { Level, State } from '../../../common/states.js';
import type { KeyedReport } from '../../../statuses/status-report.js';
import { MAX_MESSAGE, MAX_NAME } from '../../../statuses/status-report.js';
import { cleanText } from '../../../common/validation/printable-text.js';
import { canonicalTags, MAX_TAG_VALUE_LENGTH } from '../../../common/tags.js';
import { mappedKey } from '../../mapped-key.js';
import { type Entry, toSeconds, stringOrEmpty } from './value-list.js';

/** A notification of collectd: the report of a status, and the event of its change. */
export interface CollectdNotification {
  readonly report: KeyedReport;
  readonly event: ConditionalEvent;
}

/** https://github.com/collectd/collectd/wiki/Notification */
const SEVERITIES: Readonly<Record<string, readonly [State, Level]>> = {
  OKAY: ['ok', 'ok'],
  WARNING: ['warn', 'warn'],
  FAILURE: ['crit', 'crit'],
};

/** Whether an element of a body is a notification: in Alertmanager's format, which write_http sends, or in the plain format. */
export function isNotification({ labels, severity, values }: Entry): boolean {
  return isObject(labels) || (typeof severity === 'string' && values === undefined);
}

/** Parses a notification. All of its names except the severity identify the status. */
export function parseNotification(entry: Entry, nowUs: number): CollectdNotification {
  const { severity, alertname, ...others } = labelsOf(entry);
  const [state, level] = SEVERITIES[(severity ?? '').toUpperCase()] ?? (['unknown', 'warn'] as const);
  const alert = alertname ?? 'collectd';
  const instance = others.instance ?? '';
  const hash = createHash('sha256')
    .update(stableJson({ ...partsOf(entry), alertname, ...others }))
    .digest('hex')
    .slice(0, 16);
  const key = mappedKey(['alerts', alert, instance, hash].filter((part) => part !== '')) as string;
  const details = Object.entries(others).filter(([name]) => name !== 'instance' && name !== 'service');
  const name = [alert, ...details.map(([, value]) => value), instance && `(${instance})`].filter(Boolean).join(' ');
  const summary = stringOrEmpty(isObject(entry.annotations) ? entry.annotations.summary : entry.message);
  const atUs = parseEntryTimeUs(entry, nowUs);
  return {
    report: {
      key,
      report: {
        state,
        name: cleanText(name, MAX_NAME),
        message: cleanText(summary, MAX_MESSAGE),
        atUs,
        ended: state === 'ok',
      },
    },
    event: {
      ifChanged: key,
      event: {
        title: cleanText(`${name}: ${(severity ?? 'unknown').toLowerCase()}`, MAX_TITLE) ?? alert,
        level,
        text: cleanText(summary, MAX_MESSAGE) ?? null,
        atUs: atUs ?? nowUs,
        tags: canonicalTags({
          alertname: cleanText(alert, MAX_TAG_VALUE_LENGTH) ?? '',
          instance: cleanText(instance, MAX_TAG_VALUE_LENGTH) ?? '',
        }),
      },
    },
  };
}

/** Returns the names of a notification as labels, in the form in which write_http sends them. */
function labelsOf(entry: Entry): Partial<Record<string, string>> {
  const { labels, plugin, type } = entry;
  const names = isObject(labels)
    ? labels
    : {
        alertname: ['collectd', stringOrEmpty(plugin), type === plugin ? '' : stringOrEmpty(type)]
          .filter(Boolean)
          .join('_'),
        instance: entry.host,
        plugin_instance: entry.plugin_instance,
        type_instance: entry.type_instance,
        severity: entry.severity,
      };
  return Object.fromEntries(
    Object.entries(names)
      .map(([name, value]) => [name, labelOf(value)] as const)
      .filter(([, text]) => text !== ''),
  );
}

/** Returns the text of a label, which is empty if there is no value. */
function labelOf(value: unknown): string {
  if (typeof value === 'string') return value;
  return value === undefined || value === null ? '' : stableJson(value);
}

/** In the plain format, the parts that the alert name joins, because `a_b` and `c` must differ from `a` and `b_c`. */
function partsOf({ labels, plugin, type }: Entry): Entry {
  return isObject(labels) ? {} : { plugin, type };
}

/** Returns the time, or undefined if there is no valid one. */
function parseEntryTimeUs({ startsAt, time }: Entry, nowUs: number): number | undefined {
  if (startsAt === undefined) {
    const timeUs = Math.round(toSeconds(time, 1e11) * 1e6);
    return timeProblem(timeUs, nowUs) === undefined ? timeUs : undefined;
  }
  const result = parseTimeUs(startsAt, nowUs);
  return typeof result === 'number' ? result : undefined;
}
