import type { Query } from '../../../wire/schemas/board';
import { parseDuration } from '../../../wire/duration';
import type { OptionName } from '../../../wire/panel-options';
import type { FormatOptions } from '../../i18n/format/format-options';
import { boundariesOf, thresholdsOf } from './thresholds';

/**
 * The options of a panel. Their values are not validated, so each panel checks the ones it reads. Panels may only read
 * options that board files may contain.
 */
export type PanelOptions = Readonly<Partial<Record<OptionName, unknown>>>;

export function numberOption(options: PanelOptions, name: OptionName): number | undefined {
  const value = options[name];
  return typeof value === 'number' && Number.isFinite(value) ? value : undefined;
}

export function textOption(options: PanelOptions, name: OptionName): string | undefined {
  const value = options[name];
  return typeof value === 'string' && value !== '' ? value : undefined;
}

/** Returns a duration like `5m` in ms: a whole number and one of ms, s, m, h, d, as everywhere in the API. */
export function durationOption(options: PanelOptions, name: OptionName): number | undefined {
  const ms = parseDuration(textOption(options, name) ?? '');
  return ms === 0 ? undefined : ms;
}

/**
 * Returns the number format of a panel. `options.unit` overrides the pushed unit; counts have no unit. Rounding does
 * not cross `options.thresholds`, and uptimes are never rounded up.
 */
export function formatOf(options: PanelOptions, query: Query | undefined, pushedUnit?: string): FormatOptions {
  const decimals = numberOption(options, 'decimals');
  const thresholds = thresholdsOf(options);
  return {
    unit: textOption(options, 'unit') ?? (query?.aggregate === 'count' ? undefined : pushedUnit),
    decimals: decimals === undefined ? undefined : Math.max(0, Math.min(10, Math.round(decimals))),
    ...(thresholds && { boundaries: boundariesOf(thresholds) }),
    ...(showsUptime(query) && { roundDown: true }),
  };
}

/** The only numbers in statuses are uptimes. */
function showsUptime(query: Query | undefined): boolean {
  return query?.source === 'statuses';
}
