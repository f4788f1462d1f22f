import { recall, remember } from '../storage';

const STORAGE_KEY = 'boardcast.time-zone';
const MINUTE = 60_000;
const DAY = 86_400_000;

/** Whose clock times are told by: the browser's, or UTC, as teams do who sit in several zones. */
export type ZoneChoice = 'browser' | 'utc';

/** Every label of a time axis asks for it: it is read from the browser's storage once. */
let known: ZoneChoice | undefined;

/** What the viewer chose in this browser. */
export function zoneChoice(): ZoneChoice {
  return (known ??= recall(STORAGE_KEY) === 'utc' ? 'utc' : 'browser');
}

/** Remembers a choice. It holds from the next load of the page on: formatters are made once. */
export function rememberZone(choice: ZoneChoice): void {
  remember(STORAGE_KEY, choice === 'browser' ? undefined : choice);
  known = undefined;
}

/** As `Intl` wants it: undefined is the browser's. */
export function viewerZone(): string | undefined {
  return zoneChoice() === 'utc' ? 'UTC' : undefined;
}

let called: string | undefined;

/** The browser's zone, as it is called: `Europe/Berlin`. */
export function browserZone(): string {
  return (called ??= new Intl.DateTimeFormat().resolvedOptions().timeZone);
}

/** The viewer's. */
export function zoneName(): string {
  return viewerZone() ?? browserZone();
}

/** A date whose UTC fields are what the viewer's clock and calendar say at a moment. */
export function wallClock(at: number): Date {
  return new Date(zoneChoice() === 'utc' ? at : at - new Date(at).getTimezoneOffset() * MINUTE);
}

/** The last midnight of the viewer's clock. */
export function startOfDay(at: number): number {
  return zoneChoice() === 'utc' ? Math.floor(at / DAY) * DAY : new Date(at).setHours(0, 0, 0, 0);
}

/** Reads `2026-11-23T10:00` as a time of the viewer's clock, in ms; NaN where it is none. */
export function readWallClock(text: string): number {
  return Date.parse(zoneChoice() === 'utc' && text !== '' ? `${text}Z` : text);
}
