import { formatInScale, type AxisScale } from '../../i18n/format/axis-values';
import type { Boundary, FormatOptions } from '../../i18n/format/format-options';
import { formatValue } from '../../i18n/format/format-value';

export type State = 'ok' | 'warn' | 'crit';

/** Where a value starts to be worth a look. With `crit` below `warn`, low values are the bad ones. */
export interface Thresholds {
  readonly warn?: number;
  readonly crit?: number;
}

/** `options.thresholds`: `{ warn?: number, crit?: number }`. */
export function thresholdsOf({ thresholds: given }: { readonly thresholds?: unknown }): Thresholds | undefined {
  if (typeof given !== 'object' || given === null) return undefined;
  const { warn, crit } = given as Record<string, unknown>;
  return isNumber(warn) || isNumber(crit)
    ? { warn: isNumber(warn) ? warn : undefined, crit: isNumber(crit) ? crit : undefined }
    : undefined;
}

function isNumber(value: unknown): value is number {
  return typeof value === 'number' && Number.isFinite(value);
}

/** The thresholds as boundaries that the text of a value must not cross. */
export function boundariesOf(thresholds: Thresholds): readonly Boundary[] {
  const reached = lowIsBad(thresholds) ? 'below' : 'above';
  return [thresholds.warn, thresholds.crit].filter(isNumber).map((at) => ({ at, reached }));
}

export function lowIsBad({ warn, crit }: Thresholds): boolean {
  return warn !== undefined && crit !== undefined && crit < warn;
}

/** The state of a value, and the limit it has passed. */
export function stateOf(value: number, thresholds: Thresholds): { state: State; limit?: number } {
  const passes = (limit: number | undefined): limit is number =>
    limit !== undefined && (lowIsBad(thresholds) ? value <= limit : value >= limit);
  if (passes(thresholds.crit)) return { state: 'crit', limit: thresholds.crit };
  if (passes(thresholds.warn)) return { state: 'warn', limit: thresholds.warn };
  return { state: 'ok' };
}

/** So many characters more than usual are read as well; more are there because the unit was scaled. */
const MAX_EXTRA_CHARACTERS = 3;

/** A limit as it was set: 19.996, but 476.8 MiB for 500,000,000 bytes. */
export function formatLimit(limit: number, formatOptions: FormatOptions, scale?: AxisScale): string {
  const format = (options: FormatOptions): string =>
    scale === undefined ? formatValue(limit, options) : formatInScale(limit, options, scale);
  const usual = format({ ...formatOptions, boundaries: undefined });
  const exact = format(formatOptions);
  return exact.length > usual.length + MAX_EXTRA_CHARACTERS ? usual : exact;
}

export interface ThresholdResult {
  readonly state: State;
  /** Why, in words: `≥ 300 ms`. Absent where all is well. */
  readonly text?: string;
}

export function checkThresholds(value: number, thresholds: Thresholds, formatOptions: FormatOptions): ThresholdResult {
  const { state, limit } = stateOf(value, thresholds);
  if (limit === undefined) return { state };
  return { state, text: `${lowIsBad(thresholds) ? '≤' : '≥'} ${formatLimit(limit, formatOptions)}` };
}
