import { Problem } from '../../common/errors/problem.js';
import type { Sample } from '../../dashboard/contracts/collector.js';
import { normalizeMetricKey } from '../normalize-metric-key.js';
import { MAX_KEY_LENGTH } from '../../../wire/metric-key.js';
import { cleanText } from '../../common/validation/printable-text.js';
import type { KeyedReport } from '../../statuses/status-report.js';
import { MAX_MESSAGE } from '../../statuses/status-report.js';

const PING = '.ping';

/** A number, possibly followed by a unit. Other number formats, such as `1,000`, do not match. */
const LEADING_NUMBER = /^\s*([+-]?(?:\d+(?:\.\d*)?|\.\d+)(?:e[+-]?\d+)?)(?![\d.,_x])/i;

export interface Heartbeat extends KeyedReport {
  readonly samples: readonly Sample[];
}

/**
 * Parses the parameters of a heartbeat URL. As in Uptime Kuma, any status except `up` means down, and a ping is its leading number
 * (`12ms` is 12). A ping without a number is ignored. A message that is too long is truncated.
 * @throws Problem 422 if the token cannot be a key
 */
export function parseHeartbeat(token: string, parameters: ReadonlyMap<string, string>): Heartbeat {
  const key = normalizeMetricKey(token);
  if (key === undefined || key.length > MAX_KEY_LENGTH - PING.length) {
    throw new Problem(422, `The token must have 1-${MAX_KEY_LENGTH - PING.length} characters.`);
  }
  const { status = '', msg = '', ping = '' } = Object.fromEntries(parameters);
  const value = Number(LEADING_NUMBER.exec(ping)?.[1]);
  return {
    key,
    report: { state: status === '' || status === 'up' ? 'ok' : 'crit', message: cleanText(msg, MAX_MESSAGE) },
    samples: Number.isFinite(value) ? [{ key: `${key}${PING}`, value, unit: 'ms' }] : [],
  };
}
