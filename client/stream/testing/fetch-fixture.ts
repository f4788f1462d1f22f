import type { Subscription } from 'rxjs';
import type { Snapshot } from '../../../wire/schemas/snapshot';
import { BoardFetch, type FetchEvent, type BoardRequest } from '../snapshot/board-fetch';
import { ManualApi } from './manual-api';
import { ModelBoard } from './model-board';
import { VirtualEnvironment } from './virtual-environment';

/** A running BoardFetch. The test responds to each GET. */
export class FetchFixture {
  readonly environment = new VirtualEnvironment();
  readonly client = new ManualApi();
  readonly board = new ModelBoard();
  fetch = new BoardFetch({ board: 'b' }, this.client, this.environment);

  /** The events since the user's last request. */
  events: FetchEvent[] = [];
  running: Subscription;

  constructor() {
    this.running = this.run();
  }

  /** The revisions of the responses since the user's last request. */
  get revisions(): (number | undefined)[] {
    return this.events.flatMap((event) => (event.type === 'responded' ? [event.view?.revision] : []));
  }

  request(request: BoardRequest): void {
    this.running.unsubscribe();
    this.fetch = this.fetch.next(request);
    this.events = [];
    this.running = this.run();
  }

  /** Returns the server's current response to the GET in flight. */
  snapshot(): Snapshot {
    const { range, since } = this.client.last;
    return this.board.snapshot(this.environment.now(), range, since && `${since.epoch}.${since.revision}`);
  }

  respond(overrides: Partial<Snapshot> = {}): void {
    this.client.last.respond({ ...this.snapshot(), ...overrides });
  }

  /** Changes the board and notifies the fetch. */
  change(spreadMs = 0): void {
    this.board.push('p', this.environment.now(), this.board.revision);
    this.fetch.advanceTo(this.board.position, spreadMs);
  }

  private run(): Subscription {
    return this.fetch.run().subscribe((event) => this.events.push(event));
  }
}
