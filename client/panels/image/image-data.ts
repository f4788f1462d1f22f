import { textOption, type PanelOptions } from '../options/panel-option-values';

/** The minimum interval: faster updates would burden the image's server. */
const MIN_REFRESH_MS = 1_000;

const UNITS_MS = { ms: 1, s: 1_000, m: 60_000, h: 3_600_000, d: 86_400_000 } as const;

/** Returns `options.refreshEvery`, a duration like `30s`, in ms; undefined if the image is not refreshed. */
export function refreshMs(options: PanelOptions): number | undefined {
  const match = /^(\d{1,9})(ms|s|m|h|d)$/.exec(textOption(options, 'refreshEvery') ?? '');
  if (match === null) return undefined;
  return Math.max(MIN_REFRESH_MS, Number(match[1]) * UNITS_MS[match[2] as keyof typeof UNITS_MS]);
}

/** Returns `options.fit`: whether the whole image is shown, or the panel is filled. */
export function fitOf(options: PanelOptions): 'contain' | 'cover' {
  return options.fit === 'cover' ? 'cover' : 'contain';
}

/** Returns an address that the browser does not take from its cache. */
export function refreshUrl(url: string, refreshCount: number): string {
  if (refreshCount === 0 || url.startsWith('data:')) return url;
  const fresh = new URL(url);
  fresh.searchParams.set('_', String(refreshCount));
  return fresh.href;
}
