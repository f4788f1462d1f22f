import { Injectable, type OnApplicationShutdown } from '@nestjs/common';
import { Subject, type Subscription } from 'rxjs';
import { Clock } from '../../common/time/clock.js';
import { Telemetry } from '../../common/telemetry.js';
import { ChangeBus, type Change } from '../../change-bus/change-bus.js';
import { ActiveBoard } from './active-board.js';
import { BoardDefinitions } from '../board-definitions.js';
import { LiveQueryIndex } from '../queries/live-query-index.js';

/** A board that nobody watches stays active this long after it was last read. */
const ACTIVE_MS = 150_000;

/** How often boards are looked at for what time alone does to them. */
const TICK_MS = 10_000;

/**
 * Turns "topic changed" into "board changed". It knows the boards that are looked at, and only those: while nobody
 * looks, its maps are empty and nothing runs.
 */
@Injectable()
export class ActiveBoards implements OnApplicationShutdown {
  private readonly active = new Map<string, ActiveBoard>();
  private readonly goneSubject = new Subject<{ board: string; reason: 'deleted' }>();
  private ticking?: Subscription;

  readonly gone$ = this.goneSubject.asObservable();

  constructor(
    private readonly definitions: BoardDefinitions,
    private readonly index: LiveQueryIndex,
    private readonly bus: ChangeBus,
    private readonly clock: Clock,
    telemetry: Telemetry,
  ) {
    telemetry.gauge('active_boards', 'Boards that somebody watches or read lately', () => this.active.size);
  }

  /**
   * Makes the board active, for a read.
   * @throws Problem 404 if it never existed, 410 if it was deleted
   */
  activate(slug: string): ActiveBoard {
    const now = this.clock.now();
    const known = this.active.get(slug);
    if (known) {
      known.lastReadAt = now;
      return known;
    }
    const board = this.definitions.getOrThrow(slug);
    const active = new ActiveBoard(board, this.bus.position, now, this.index);
    this.active.set(slug, active);
    this.ticking ??= this.clock.every(TICK_MS, () => {
      this.tick();
    });
    return active;
  }

  /** Keeps the board active until `unwatch`, which is called once for each `watch`. Throws like `activate`. */
  watch(slug: string): ActiveBoard {
    const active = this.activate(slug);
    active.viewers += 1;
    return active;
  }

  unwatch(slug: string): void {
    const active = this.active.get(slug);
    if (active) active.viewers -= 1;
  }

  /**
   * Raises the minimum revision of all queries that the change names, synchronously: nothing older is served afterwards.
   * Returns the active boards that the change concerns.
   */
  invalidate({ epoch, revision, topics }: Change): readonly string[] {
    const concerned = new Set<string>();
    for (const topic of topics) {
      this.redefine(topic, revision, concerned);
      for (const tracked of this.index.raise(topic, revision)) {
        for (const slug of tracked.boards) concerned.add(slug);
      }
    }
    for (const slug of concerned) {
      const active = this.active.get(slug);
      if (active) active.position = { epoch, revision };
    }
    return [...concerned];
  }

  onApplicationShutdown(): void {
    for (const slug of [...this.active.keys()]) this.end(slug);
  }

  /** Applies what the topic's change means for the definition of an active board. */
  private redefine(topic: string, revision: number, concerned: Set<string>): void {
    const change = this.definitions.changeOf(topic);
    const active = change && this.active.get(change.slug);
    if (!active) return;

    const { slug, reloadsPanels } = change;
    const board = this.definitions.get(slug);
    if (board === undefined || board === 'deleted') {
      this.end(slug);
      concerned.delete(slug);
      this.goneSubject.next({ board: slug, reason: 'deleted' });
      return;
    }
    const isNew = board.version !== active.board.version;
    if (isNew) active.redefine(board, revision, this.clock.now());
    if (isNew || reloadsPanels) concerned.add(slug);
    if (!reloadsPanels) return;
    for (const tracked of active.panelQueries.values()) {
      tracked.raise(revision);
      for (const sharing of tracked.boards) concerned.add(sharing);
    }
  }

  private tick(): void {
    const longAgo = this.clock.now() - ACTIVE_MS;
    for (const [slug, { viewers, lastReadAt }] of this.active) {
      if (viewers === 0 && lastReadAt <= longAgo) this.end(slug);
    }
    for (const tracked of this.index.queries) {
      const watched = this.isWatched(tracked.boards);
      tracked.forgetSlots(longAgo, watched);
      if (watched) tracked.revisit();
    }
  }

  private isWatched(boards: Iterable<string>): boolean {
    for (const slug of boards) if ((this.active.get(slug)?.viewers ?? 0) > 0) return true;
    return false;
  }

  private end(slug: string): void {
    this.active.get(slug)?.end();
    this.active.delete(slug);
    if (this.active.size > 0) return;
    this.ticking?.unsubscribe();
    this.ticking = undefined;
  }
}
