import type { Query } from '../../wire/board';
import type { FormatOptions } from '../ui/format/format-options';

/** A panel's options as they were sent: nobody has checked them, so each panel reads what it knows and means well. */
export type PanelOptions = Readonly<Record<string, unknown>>;

export function numberOption(options: PanelOptions, name: string): number | undefined {
  const value = options[name];
  return typeof value === 'number' && Number.isFinite(value) ? value : undefined;
}

export function textOption(options: PanelOptions, name: string): string | undefined {
  const value = options[name];
  return typeof value === 'string' && value !== '' ? value : undefined;
}

/** How the panel's values are written: `options.unit` goes before the unit that was pushed, which a count has none of. */
export function formatOf(options: PanelOptions, query: Query | undefined, pushedUnit?: string): FormatOptions {
  const decimals = numberOption(options, 'decimals');
  return {
    unit: textOption(options, 'unit') ?? (query?.aggregate === 'count' ? undefined : pushedUnit),
    decimals: decimals === undefined ? undefined : Math.max(0, Math.min(10, Math.round(decimals))),
  };
}
