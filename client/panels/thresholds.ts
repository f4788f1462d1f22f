import type { FormatOptions } from '../ui/format/format-options';
import { formatValue } from '../ui/format/value';
import { numberOption, type PanelOptions } from './options';

export type State = 'ok' | 'warn' | 'crit';

/** Where a value starts to be worth a look. With `crit` below `warn`, low values are the bad ones. */
export interface Thresholds {
  readonly warn?: number;
  readonly crit?: number;
}

/** `options.thresholds`: `{ warn?: number, crit?: number }`. */
export function thresholdsOf(options: PanelOptions): Thresholds | undefined {
  const given = options.thresholds;
  if (typeof given !== 'object' || given === null) return undefined;
  const warn = numberOption(given as PanelOptions, 'warn');
  const crit = numberOption(given as PanelOptions, 'crit');
  return warn === undefined && crit === undefined ? undefined : { warn, crit };
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

export interface Judgement {
  readonly state: State;
  /** Why, in words: `above 300 ms`. Absent where all is well. */
  readonly words?: string;
}

export function judge(value: number, thresholds: Thresholds, format: FormatOptions): Judgement {
  const { state, limit } = stateOf(value, thresholds);
  if (limit === undefined) return { state };
  const text = formatValue(limit, format);
  return { state, words: lowIsBad(thresholds) ? $localize`below ${text}:limit:` : $localize`above ${text}:limit:` };
}
