import { type Observable, defer, map } from 'rxjs';
import { isObject } from '../../../wire/is-object';
import { type TimeRange, isFixed, isRange } from '../../../wire/range';
import type { Position, Snapshot } from '../../../wire/schemas/snapshot';
import { type ApiClient, boardPath } from './api-client';

/** Measures the server's clock with each response. All times are in ms since 1970. */
export interface ResponseClock {
  /** Returns the time of this device. */
  now(): number;
  /** Called with the `Date` of a response, NaN if it has none, and with the device's times of the request and the response. */
  update(date: number, sentAt: number, receivedAt: number): void;
}

/** Reads the data of boards. */
export class SnapshotReader {
  constructor(
    private readonly client: ApiClient,
    private readonly clock: ResponseClock,
  ) {}

  /**
   * GETs a board's snapshot. Unsubscribing aborts the request. Errors with ApiError if the server rejects it.
   *
   * @param range by default, the range of the board's definition
   * @param since the position of the snapshot that the client already has, for the same board and range
   */
  data(board: string, range?: TimeRange, since?: Position): Observable<Snapshot> {
    const query = new URLSearchParams({
      ...(range !== undefined && rangeQuery(range)),
      ...(since !== undefined && { since: `${since.epoch}.${since.revision}` }),
    }).toString();
    const path = `${boardPath(board)}/data`;
    return defer(() => {
      const sentAt = this.clock.now();
      return this.client.getJson(query === '' ? path : `${path}?${query}`, ({ headers }) => {
        this.clock.update(Date.parse(headers.get('date') ?? ''), sentAt, this.clock.now());
      });
    }).pipe(map((body) => this.asSnapshot(body)));
  }

  /** Checks the fields that merging reads: a proxy may respond with status 200 and another document. */
  private asSnapshot(body: unknown): Snapshot {
    if (!isSnapshot(body)) throw this.client.unexpectedResponse();
    return body;
  }
}

function rangeQuery(range: TimeRange): Record<string, string> {
  if (!isFixed(range)) return { range };
  return { from: new Date(range.from).toISOString(), to: new Date(range.to).toISOString() };
}

function isSnapshot(body: unknown): body is Snapshot {
  if (!isObject(body)) {
    return false;
  }
  const { board, version, epoch, revision, generatedAt, range, from, to, complete, definition, panels } = body;
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
