import { DAY_MS, HOUR_MS, MINUTE_MS, SECOND_MS, parseDuration } from '../../wire/duration';
import { isSlug } from '../../wire/slug';

/** One board of a rotation. */
export interface Stop {
  readonly slug: string;
  /** How long the board is shown. */
  readonly durationMs: number;
}

export interface Rotation {
  readonly stops: readonly Stop[];
  /** Messages about invalid parts of the text, each with the expected form. */
  readonly errors: readonly string[];
}

/** How long a board is shown by default. */
export const DEFAULT_STOP_MS = 30_000;

/** A shorter time is not enough to read a board. */
const MIN_STOP_MS = 5_000;
const MAX_STOP_MS = DAY_MS;

const UNIT_MS: Readonly<Record<string, number>> = { ms: 1, s: SECOND_MS, m: MINUTE_MS, h: HOUR_MS };

/**
 * Parses `shop:30s,this-server:1m`, or several such texts, if a URL has the parameter more than once. Invalid parts are
 * reported and left out, so that the screen shows the other boards.
 */
export function readRotation(text: string | readonly string[] = ''): Rotation {
  const stops: Stop[] = [];
  const errors: string[] = [];
  for (const part of [text]
    .flat()
    .join(',')
    .split(',')
    .map((each) => each.trim())) {
    if (part === '') continue;
    const [slug = '', time, ...rest] = part.split(':');
    const durationMs = time === undefined ? DEFAULT_STOP_MS : readStopTime(time);
    if (!isSlug(slug) || rest.length > 0) {
      errors.push($localize`“${part}:text:” is not a valid rotation entry. Use a board and a duration, e.g. shop:30s.`);
    } else if (durationMs === undefined) {
      errors.push(
        $localize`“${time}:time:” of “${slug}:board:” is not a valid duration. Use 5s to 24h, e.g. 30s or 2m.`,
      );
    } else {
      stops.push({ slug, durationMs });
    }
  }
  return { stops, errors };
}

/** Returns the milliseconds of `30s`, `2m` or `1h`; undefined if the text is invalid, too short or too long. */
export function readStopTime(text: string): number | undefined {
  const ms = parseDuration(text.trim());
  return ms !== undefined && ms >= MIN_STOP_MS && ms <= MAX_STOP_MS ? ms : undefined;
}

/** Formats a rotation for the URL. */
export function writeRotation(stops: readonly Stop[]): string {
  return stops.map(({ slug, durationMs }) => `${slug}:${writeStopTime(durationMs)}`).join(',');
}

/** Formats a time in its largest whole unit: `90s`, `2m`, `1h`. */
export function writeStopTime(ms: number): string {
  const [unit, length] = Object.entries(UNIT_MS).findLast(([, each]) => ms % each === 0) ?? ['ms', 1];
  return `${ms / length}${unit}`;
}
