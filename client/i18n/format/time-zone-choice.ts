import { DAY_MS, MINUTE_MS } from '../../../wire/duration';
import { signal } from '@angular/core';
import { isTimeZone, localDay, offsetAt, startOfLocalDay } from '../../../wire/time-zone';
import { readStorage, writeStorage } from '../../common/browser-storage';

const STORAGE_KEY = 'boardcast.time-zone';

/** Time zone in which times are shown: the board's if it has one, the browser's, or UTC. */
export type ZoneChoice = 'board' | 'browser' | 'utc';

/** Cached, because every label of a time axis needs it. */
let known: ZoneChoice | undefined;

/** The time zone that the user chose in this browser. */
export function zoneChoice(): ZoneChoice {
  return (known ??= readChoice());
}

/** Stores a choice. It takes effect when the page is loaded again, because formatters are cached. */
export function storeZoneChoice(choice: ZoneChoice): void {
  writeStorage(STORAGE_KEY, choice === 'board' ? undefined : choice);
  known = undefined;
}

function readChoice(): ZoneChoice {
  const stored = readStorage(STORAGE_KEY);
  return stored === 'utc' || stored === 'browser' ? stored : 'board';
}

/** A signal, so that times are rendered again when the time zone of the board changes. */
const boardZone = signal<string | undefined>(undefined);

/**
 * Sets the time zone of the board on the page.
 *
 * @param zone undefined, or a zone that the browser does not know: the browser's zone is used
 */
export function setBoardTimeZone(zone: string | undefined): void {
  boardZone.set(zone !== undefined && isTimeZone(zone) ? zone : undefined);
}

/** The time zone option for `Intl`; undefined for the time zone of the browser. */
export function viewerZone(): string | undefined {
  switch (zoneChoice()) {
    case 'utc':
      return 'UTC';
    case 'browser':
      return undefined;
    case 'board':
      return boardZone();
  }
}

let called: string | undefined;

/** The IANA name of the time zone of the browser, such as `Europe/Berlin`. */
export function browserZone(): string {
  return (called ??= new Intl.DateTimeFormat().resolvedOptions().timeZone);
}

/** The IANA name of the time zone of the viewer. */
export function zoneName(): string {
  return viewerZone() ?? browserZone();
}

/** Returns a date whose UTC fields are the date and time in the time zone of the viewer. */
export function wallClock(at: number): Date {
  const zone = viewerZone();
  return new Date(at + (zone === undefined ? -new Date(at).getTimezoneOffset() * MINUTE_MS : offsetAt(zone, at)));
}

/** The start of the day in the time zone of the viewer. */
export function startOfDay(at: number): number {
  const zone = viewerZone();
  return zone === undefined ? new Date(at).setHours(0, 0, 0, 0) : startOfLocalDay(zone, localDay(zone, at));
}

/**
 * Reads `2026-11-23T10:00` as a time in the time zone of the viewer, in ms; NaN if it is invalid. As in ECMA-262 (`UTC(t)`), a
 * time that occurs twice is the first one, and a skipped time uses the offset before the change. So a skipped midnight is never
 * on the day before.
 */
export function readWallClock(text: string): number {
  const zone = viewerZone();
  const local = Date.parse(zone === undefined || text === '' ? text : `${text}Z`);
  if (zone === undefined || Number.isNaN(local)) return local;
  const before = local - offsetAt(zone, local - DAY_MS);
  const after = local - offsetAt(zone, local + DAY_MS);
  return before + offsetAt(zone, before) !== local && after + offsetAt(zone, after) === local ? after : before;
}
