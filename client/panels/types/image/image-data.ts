import { parseDuration } from '../../../../wire/duration';
import { textOption, type PanelOptions } from '../../options/panel-option-values';

/** The minimum interval: faster updates would burden the image's server. */
const MIN_REFRESH_MS = 1_000;

/** Returns `options.refreshEvery`, a duration like `30s`, in ms; undefined if the image is not refreshed. */
export function refreshMs(options: PanelOptions): number | undefined {
  const ms = parseDuration(textOption(options, 'refreshEvery') ?? '');
  return ms === undefined ? undefined : Math.max(MIN_REFRESH_MS, ms);
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
