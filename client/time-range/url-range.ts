import { isFixed, isRange, LONGEST_WINDOW_MS, type TimeRange } from '../../wire/range';

/** The query parameters of a time range. */
export interface UrlRange {
  readonly range?: string | undefined;
  readonly from?: string | undefined;
  readonly to?: string | undefined;
}

const ISO_WITH_ZONE = /^\d{4}-\d{2}-\d{2}T\d{2}:\d{2}(:\d{2}(\.\d+)?)?(Z|[+-]\d{2}:\d{2})$/i;

/**
 * Reads the time range from the query parameters; undefined if there is none or it is invalid. A fixed time range takes precedence
 * over a live range. The live range is then the one to return to.
 */
export function readUrlRange({ range, from, to }: UrlRange): TimeRange | undefined {
  const window = { from: readTime(from), to: readTime(to) };
  const length = window.to - window.from;
  if (length > 0 && length <= LONGEST_WINDOW_MS) return window;
  return isRange(range) ? range : undefined;
}

/** Returns the query parameters for a time range. A null removes the parameter from the URL. */
export function writeUrlRange(range: TimeRange): Record<string, string | null> {
  if (!isFixed(range)) return { range, from: null, to: null };
  return { from: writeTime(range.from), to: writeTime(range.to) };
}

function readTime(text: string | undefined): number {
  return text !== undefined && ISO_WITH_ZONE.test(text) ? Date.parse(text) : NaN;
}

/** Formats a time as ISO 8601, without milliseconds if they are 0. */
function writeTime(ms: number): string {
  return new Date(Math.round(ms)).toISOString().replace('.000Z', 'Z');
}
