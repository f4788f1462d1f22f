import { isObject } from '../../../wire/is-object';
import { formatInScale, type AxisScale } from '../../i18n/format/axis-values';
import type { Boundary, FormatOptions } from '../../i18n/format/format-options';
import { formatValue } from '../../i18n/format/format-value';

export type State = 'ok' | 'warn' | 'crit';

/** The values at which a state starts. If `crit` is below `warn`, low values are bad. */
export interface Thresholds {
  readonly warn?: number;
  readonly crit?: number;
}

/** Reads `options.thresholds`: `{ warn?: number, crit?: number }`. */
export function thresholdsOf({ thresholds: given }: { readonly thresholds?: unknown }): Thresholds | undefined {
  if (!isObject(given)) return undefined;
  const { warn, crit } = given;
  return isNumber(warn) || isNumber(crit)
    ? { warn: isNumber(warn) ? warn : undefined, crit: isNumber(crit) ? crit : undefined }
    : undefined;
}

function isNumber(value: unknown): value is number {
  return typeof value === 'number' && Number.isFinite(value);
}

/** Returns the thresholds as boundaries that rounding must not cross. */
export function boundariesOf(thresholds: Thresholds): readonly Boundary[] {
  const reached = lowIsBad(thresholds) ? 'below' : 'above';
  return [thresholds.warn, thresholds.crit].filter(isNumber).map((at) => ({ at, reached }));
}

export function lowIsBad({ warn, crit }: Thresholds): boolean {
  return warn !== undefined && crit !== undefined && crit < warn;
}

/** Returns the state of a value, and the threshold it has reached. */
export function stateOf(value: number, thresholds: Thresholds): { state: State; limit?: number } {
  const passes = (limit: number | undefined): limit is number =>
    limit !== undefined && (lowIsBad(thresholds) ? value <= limit : value >= limit);
  if (passes(thresholds.crit)) return { state: 'crit', limit: thresholds.crit };
  if (passes(thresholds.warn)) return { state: 'warn', limit: thresholds.warn };
  return { state: 'ok' };
}

/** An exact text may be this much longer than a rounded one. Longer ones result from a scaled unit. */
const MAX_EXTRA_CHARACTERS = 3;

/**
 * Formats a threshold exactly as it was set (19.996), unless its scaled unit makes the text too long (476.8 MiB for
 * 500,000,000 bytes).
 */
export function formatLimit(limit: number, formatOptions: FormatOptions, scale?: AxisScale): string {
  const format = (options: FormatOptions): string =>
    scale === undefined ? formatValue(limit, options) : formatInScale(limit, options, scale);
  const usual = format({ ...formatOptions, boundaries: undefined });
  const exact = format(formatOptions);
  return exact.length > usual.length + MAX_EXTRA_CHARACTERS ? usual : exact;
}

export interface ThresholdResult {
  readonly state: State;
  /** The threshold that was reached: `≥ 300 ms`. Undefined if the value is ok. */
  readonly text?: string;
}

export function checkThresholds(value: number, thresholds: Thresholds, formatOptions: FormatOptions): ThresholdResult {
  const { state, limit } = stateOf(value, thresholds);
  if (limit === undefined) return { state };
  return { state, text: `${lowIsBad(thresholds) ? '≤' : '≥'} ${formatLimit(limit, formatOptions)}` };
}
