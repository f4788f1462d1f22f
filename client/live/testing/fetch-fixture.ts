import type { Subscription } from 'rxjs';
import type { Snapshot } from '../../../wire/snapshot';
import { BoardFetch, type FetchEvent, type Question } from '../snapshot/board-fetch';
import { ManualClient } from './manual-client';
import { ModelBoard } from './model-board';
import { VirtualEnvironment } from './virtual-environment';

/** A BoardFetch at work on a board whose every GET is answered by hand. */
export class FetchFixture {
  readonly environment = new VirtualEnvironment();
  readonly client = new ManualClient();
  readonly board = new ModelBoard();
  fetch = new BoardFetch({ board: 'b' }, this.client, this.environment);

  /** What was made known since the user's last act. */
  events: FetchEvent[] = [];
  running: Subscription;

  constructor() {
    this.running = this.run();
  }

  /** The revisions made known since the user's last act. */
  get revisions(): (number | undefined)[] {
    return this.events.flatMap((event) => (event.type === 'reached' ? [event.view?.revision] : []));
  }

  act(question: Question): void {
    this.running.unsubscribe();
    this.fetch = this.fetch.next(question);
    this.events = [];
    this.running = this.run();
  }

  /** What the server would answer now to the GET under way. */
  snapshot(): Snapshot {
    const { range, since } = this.client.last;
    return this.board.snapshot(this.environment.now(), range, since && `${since.epoch}.${since.revision}`);
  }

  answer(difference: Partial<Snapshot> = {}): void {
    this.client.last.answer({ ...this.snapshot(), ...difference });
  }

  /** A change, known by its notice. */
  change(spreadMs = 0): void {
    this.board.push('p', this.environment.now(), this.board.revision);
    this.fetch.notice(this.board.position, spreadMs);
  }

  private run(): Subscription {
    return this.fetch.run().subscribe((event) => this.events.push(event));
  }
}
