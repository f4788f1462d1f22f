import { parseDuration } from '../../wire/duration';
import { isSlug } from '../../wire/slug';

/** One board of a rotation, and for how long it is shown. */
export interface Stop {
  readonly slug: string;
  readonly ms: number;
}

export interface Rotation {
  readonly stops: readonly Stop[];
  /** What could not be read, in words that say how it is written. */
  readonly mistakes: readonly string[];
}

/** How long a board is shown that names no time of its own. */
export const DEFAULT_STOP_MS = 30_000;

/** Below it, a board is gone before anybody has read it. */
const SHORTEST_MS = 5_000;
const LONGEST_MS = 86_400_000;

const UNITS: Readonly<Record<string, number>> = { s: 1_000, m: 60_000, h: 3_600_000 };

/**
 * Reads `shop:30s,this-server:1m`, or several of these, as an address has that names its parameter more than once. What is
 * wrong is told and left out, so that a wall shows the rest.
 */
export function readRotation(text: string | readonly string[] = ''): Rotation {
  const stops: Stop[] = [];
  const mistakes: string[] = [];
  for (const part of [text]
    .flat()
    .join(',')
    .split(',')
    .map((each) => each.trim())) {
    if (part === '') continue;
    const [slug = '', time, ...rest] = part.split(':');
    const ms = time === undefined ? DEFAULT_STOP_MS : readStopTime(time);
    if (!isSlug(slug) || rest.length > 0) {
      mistakes.push($localize`“${part}:text:” is not a board with its time. Write it as shop:30s.`);
    } else if (ms === undefined) {
      mistakes.push(
        $localize`“${time}:time:” of “${slug}:board:” is not a time. Use 5s to 24h, e.g. 30s or 2m.`,
      );
    } else {
      stops.push({ slug, ms });
    }
  }
  return { stops, mistakes };
}

/** Milliseconds of `30s`, `2m` or `1h`; undefined for anything else, and for what is too short or too long. */
export function readStopTime(text: string): number | undefined {
  const ms = parseDuration(text.trim());
  return ms !== undefined && ms >= SHORTEST_MS && ms <= LONGEST_MS ? ms : undefined;
}

/** The rotation as an address holds it. */
export function writeRotation(stops: readonly Stop[]): string {
  return stops.map(({ slug, ms }) => `${slug}:${writeStopTime(ms)}`).join(',');
}

export function writeStopTime(ms: number): string {
  const [unit, length] = Object.entries(UNITS).findLast(([, each]) => ms % each === 0) ?? ['s', 1_000];
  return `${Math.round(ms / length)}${unit}`;
}
