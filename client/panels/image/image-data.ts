import { textOption, type PanelOptions } from '../options/panel-option-values';

/** Faster than that a picture is a film, and its server has no peace. */
const MIN_REFRESH_MS = 1_000;

const UNITS_MS = { ms: 1, s: 1_000, m: 60_000, h: 3_600_000, d: 86_400_000 } as const;

/** `options.refreshEvery` in ms, a duration like `30s`; undefined where the image is to stay as it is. */
export function refreshMs(options: PanelOptions): number | undefined {
  const match = /^(\d{1,9})(ms|s|m|h|d)$/.exec(textOption(options, 'refreshEvery') ?? '');
  if (match === null) return undefined;
  return Math.max(MIN_REFRESH_MS, Number(match[1]) * UNITS_MS[match[2] as keyof typeof UNITS_MS]);
}

/** `options.fit`: the whole of it, or all of the panel. */
export function fitOf(options: PanelOptions): 'contain' | 'cover' {
  return options.fit === 'cover' ? 'cover' : 'contain';
}

/** The address under which a browser asks again: for the same one it would show what it has. */
export function refreshUrl(url: string, refreshCount: number): string {
  if (refreshCount === 0 || url.startsWith('data:')) return url;
  const fresh = new URL(url);
  fresh.searchParams.set('_', String(refreshCount));
  return fresh.href;
}
