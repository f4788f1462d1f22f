import { Observable, type Subscriber } from 'rxjs';
import type { TimeRange } from '../../../wire/range';
import type { Position, Snapshot } from '../../../wire/schemas/snapshot';
import type { SnapshotReader } from '../http/snapshot-reader';

/** A GET in flight, to which the test responds. */
export class ManualGet {
  constructor(
    readonly board: string,
    readonly range: TimeRange | undefined,
    readonly since: Position | undefined,
    private readonly subscriber: Subscriber<Snapshot>,
  ) {}

  get aborted(): boolean {
    return this.subscriber.closed;
  }

  respond(snapshot: Snapshot): void {
    this.subscriber.next(snapshot);
    this.subscriber.complete();
  }

  fail(error: unknown = new TypeError('Failed to fetch')): void {
    this.subscriber.error(error);
  }
}

/** An API client. The test responds to its GETs. */
export class ManualApi implements Pick<SnapshotReader, 'data'> {
  readonly gets: ManualGet[] = [];

  /** The most recent GET. */
  get last(): ManualGet {
    const get = this.gets.at(-1);
    if (get === undefined) {
      throw new Error('No GET has been sent yet.');
    }
    return get;
  }

  data(board: string, range?: TimeRange, since?: Position): Observable<Snapshot> {
    return new Observable((subscriber) => {
      this.gets.push(new ManualGet(board, range, since, subscriber));
    });
  }
}
