import { Problem } from '../../base/problem.js';
import type { Sample } from '../../dashboard/collector.js';
import { normalizeMetricKey } from '../../metrics/external-names.js';
import { MAX_KEY } from '../../metrics/metric-key.js';
import { cleanText } from '../../records/texts.js';
import type { KeyedReport } from '../../records/statuses/status-handlers.js';
import { MAX_MESSAGE } from '../../records/statuses/status-report.js';

const PING = '.ping';

export interface Heartbeat extends KeyedReport {
  readonly samples: readonly Sample[];
}

/**
 * What a heartbeat's URL says. As with Uptime Kuma, a status that is not `up` is down, and a ping that is no number is none.
 * @throws Problem 422 if the token cannot be a key.
 */
export function readHeartbeat(token: string, query: Readonly<Record<string, unknown>>): Heartbeat {
  const key = normalizeMetricKey(token);
  if (key === undefined || key.length > MAX_KEY - PING.length) {
    throw new Problem(422, `The token must be 1-${MAX_KEY - PING.length} of A-Z a-z 0-9 . _ - : /`);
  }
  const message = cleanText(textOf(query.msg), MAX_MESSAGE);
  const ping = textOf(query.ping).trim();
  return {
    key,
    report: { state: (textOf(query.status) || 'up') === 'up' ? 'ok' : 'crit', message },
    samples:
      ping !== '' && Number.isFinite(Number(ping)) ? [{ key: `${key}${PING}`, value: Number(ping), unit: 'ms' }] : [],
  };
}

/** Of a repeated parameter the last counts. */
function textOf(value: unknown): string {
  const last: unknown = Array.isArray(value) ? value.at(-1) : value;
  return typeof last === 'string' ? last : '';
}
