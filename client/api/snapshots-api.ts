import { Injectable, inject } from '@angular/core';
import { type Observable, defer, map } from 'rxjs';
import { type TimeRange, isFixed, isRange } from '../../wire/range';
import type { Position, Snapshot } from '../../wire/snapshot';
import { ServerClock } from '../common/server-clock';
import { NOW } from '../common/ticker';
import { getJson } from './api-client';
import { boardPath } from './boards-api';

/** The boards' data. */
@Injectable({ providedIn: 'root' })
export class SnapshotsApi {
  private readonly now = inject(NOW);
  private readonly serverClock = inject(ServerClock);

  /**
   * GETs a board's snapshot; unsubscribing aborts. Without a range the board's own is answered. `since` is what is held
   * of this range or window. Errors with ApiError where the server says no.
   */
  data(board: string, range?: TimeRange, since?: Position): Observable<Snapshot> {
    const query = new URLSearchParams({
      ...(range !== undefined && rangeQuery(range)),
      ...(since !== undefined && { since: `${since.epoch}.${since.revision}` }),
    }).toString();
    const path = `${boardPath(board)}/data`;
    return defer(() => {
      const askedAt = this.now();
      return getJson(query === '' ? path : `${path}?${query}`, ({ headers }) => {
        this.serverClock.heard(Date.parse(headers.get('date') ?? ''), askedAt, this.now());
      });
    }).pipe(map(asSnapshot));
  }
}

function rangeQuery(range: TimeRange): Record<string, string> {
  if (!isFixed(range)) return { range };
  return { from: new Date(range.from).toISOString(), to: new Date(range.to).toISOString() };
}

type Fields = Readonly<Record<string, unknown>>;

/** Just enough to be sure that merging cannot stumble: whatever sits between may answer 200 with something else. */
function asSnapshot(body: unknown): Snapshot {
  if (!isSnapshot(body)) {
    throw new TypeError('The answer is not a snapshot.');
  }
  return body;
}

function isSnapshot(body: unknown): body is Snapshot {
  if (!isObject(body)) {
    return false;
  }
  const { board, version, epoch, revision, generatedAt, range, from, to, complete, definition, panels }: Fields = body;
  return (
    [board, epoch, generatedAt].every((text) => typeof text === 'string') &&
    [version, revision].every(Number.isSafeInteger) &&
    (isRange(range) || isWindow(from, to)) &&
    typeof complete === 'boolean' &&
    (!complete || isDefinition(definition)) &&
    isObject(panels) &&
    Object.values(panels).every(isPanelData)
  );
}

function isWindow(from: unknown, to: unknown): boolean {
  return typeof from === 'string' && typeof to === 'string' && Date.parse(from) < Date.parse(to);
}

function isDefinition(value: unknown): boolean {
  return isObject(value) && Array.isArray(value.panels);
}

function isPanelData(value: unknown): boolean {
  return isObject(value) && Number.isSafeInteger(value.revision) && (value.frame === undefined || isFrame(value.frame));
}

function isFrame(value: unknown): boolean {
  return isObject(value) && Array.isArray(value.fields) && value.fields.every(isField);
}

function isField(value: unknown): boolean {
  return isObject(value) && Array.isArray(value.values);
}

function isObject(value: unknown): value is Fields {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
