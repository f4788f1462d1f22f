import { signal } from '@angular/core';
import { isTimeZone, localDay, offsetAt, startOfLocalDay } from '../../../wire/time-zone';
import { recall, remember } from '../../common/browser-storage';

const STORAGE_KEY = 'boardcast.time-zone';
const MINUTE = 60_000;
const DAY = 24 * 60 * MINUTE;

/** Time zone in which times are shown: the board's if it has one, the browser's, or UTC. */
export type ZoneChoice = 'board' | 'browser' | 'utc';

/** Every label of a time axis asks for it: it is read from the browser's storage once. */
let known: ZoneChoice | undefined;

/** What the viewer chose in this browser. */
export function zoneChoice(): ZoneChoice {
  return (known ??= readChoice());
}

/** Remembers a choice. It holds from the next load of the page on: formatters are made once. */
export function rememberZone(choice: ZoneChoice): void {
  remember(STORAGE_KEY, choice === 'board' ? undefined : choice);
  known = undefined;
}

function readChoice(): ZoneChoice {
  const stored = recall(STORAGE_KEY);
  return stored === 'utc' || stored === 'browser' ? stored : 'board';
}

/** A signal, so that whatever tells times is drawn anew when the board gets another zone. */
const boardZone = signal<string | undefined>(undefined);

/**
 * Sets the time zone of the board on the page.
 *
 * @param zone undefined, or a zone that the browser does not know: the browser's zone is used
 */
export function setBoardTimeZone(zone: string | undefined): void {
  boardZone.set(zone !== undefined && isTimeZone(zone) ? zone : undefined);
}

/** As `Intl` wants it: undefined is the browser's. */
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
  const zone = viewerZone();
  return new Date(at + (zone === undefined ? -new Date(at).getTimezoneOffset() * MINUTE : offsetAt(zone, at)));
}

/** The first moment of the viewer's day. */
export function startOfDay(at: number): number {
  const zone = viewerZone();
  return zone === undefined ? new Date(at).setHours(0, 0, 0, 0) : startOfLocalDay(zone, localDay(zone, at));
}

/**
 * Reads `2026-11-23T10:00` as a time of the viewer's clock, in ms; NaN where it is none. As in ECMA-262 (`UTC(t)`), the first of
 * two such times, and a time that clocks skip by the offset before the change: a skipped midnight is never the day before.
 */
export function readWallClock(text: string): number {
  const zone = viewerZone();
  const local = Date.parse(zone === undefined || text === '' ? text : `${text}Z`);
  if (zone === undefined || Number.isNaN(local)) return local;
  const before = local - offsetAt(zone, local - DAY);
  const after = local - offsetAt(zone, local + DAY);
  return before + offsetAt(zone, before) !== local && after + offsetAt(zone, after) === local ? after : before;
}
