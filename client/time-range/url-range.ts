import { isFixed, isRange, LONGEST_WINDOW_MS, type TimeRange } from '../../wire/range';

/** What an address says of time, as it is written there. */
export interface UrlRange {
  readonly range?: string | undefined;
  readonly from?: string | undefined;
  readonly to?: string | undefined;
}

const ISO_WITH_ZONE = /^\d{4}-\d{2}-\d{2}T\d{2}:\d{2}(:\d{2}(\.\d+)?)?(Z|[+-]\d{2}:\d{2})$/i;

/**
 * What part of time an address asks for; undefined where it does not say, or nothing that can be. A fixed window counts
 * more than a live range, which then says what to come back to.
 */
export function readUrlRange({ range, from, to }: UrlRange): TimeRange | undefined {
  const window = { from: readTime(from), to: readTime(to) };
  const length = window.to - window.from;
  if (length > 0 && length <= LONGEST_WINDOW_MS) return window;
  return isRange(range) ? range : undefined;
}

/** The query parameters that ask for it; a null takes a parameter out of the address. */
export function writeUrlRange(range: TimeRange): Record<string, string | null> {
  if (!isFixed(range)) return { range, from: null, to: null };
  return { from: writeTime(range.from), to: writeTime(range.to) };
}

function readTime(text: string | undefined): number {
  return text !== undefined && ISO_WITH_ZONE.test(text) ? Date.parse(text) : NaN;
}

/** As short as the time allows. */
function writeTime(ms: number): string {
  return new Date(Math.round(ms)).toISOString().replace('.000Z', 'Z');
}
