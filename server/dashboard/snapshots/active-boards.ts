import { Injectable, type OnApplicationShutdown } from '@nestjs/common';
import { Subject, type Subscription } from 'rxjs';
import { Clock } from '../../common/time/clock.js';
import { Telemetry } from '../../common/telemetry.js';
import { ChangeBus, type Change } from '../../change-bus/change-bus.js';
import { ActiveBoard } from './active-board.js';
import { BoardDefinitions } from '../contracts/board-definitions.js';
import { LiveQueryIndex } from '../queries/live-query-index.js';

/** A board without subscribers stays active this long after it was last read. */
const ACTIVE_AFTER_READ_MS = 150_000;

/** How often inactive boards are removed, and results that depend on time are refreshed. */
const REFRESH_INTERVAL_MS = 10_000;

/**
 * Turns "topic changed" into "board changed". It holds only active boards: those that are watched or were read lately.
 * Without them its maps are empty and no timer runs.
 */
@Injectable()
export class ActiveBoards implements OnApplicationShutdown {
  private readonly active = new Map<string, ActiveBoard>();
  private readonly deletedSubject = new Subject<{ board: string; reason: 'deleted' }>();
  private refreshTimer?: Subscription;

  /** Boards that were deleted while they were active. */
  readonly deleted$ = this.deletedSubject.asObservable();

  constructor(
    private readonly definitions: BoardDefinitions,
    private readonly index: LiveQueryIndex,
    private readonly bus: ChangeBus,
    private readonly clock: Clock,
    telemetry: Telemetry,
  ) {
    telemetry.gauge('active_boards', 'Boards that are watched or were read lately', () => this.active.size);
  }

  /**
   * Makes the board active, for a read.
   * @throws Problem 404 if it never existed, 410 if it was deleted
   */
  activate(slug: string): ActiveBoard {
    const now = this.clock.now();
    const existing = this.active.get(slug);
    if (existing) {
      existing.lastReadAt = now;
      return existing;
    }
    const board = this.definitions.getOrThrow(slug);
    const active = new ActiveBoard(board, this.bus.position, now, this.index);
    this.active.set(slug, active);
    this.refreshTimer ??= this.clock.every(REFRESH_INTERVAL_MS, () => {
      this.refreshActiveBoards();
    });
    return active;
  }

  /** Keeps the board active until `unwatch`, which is called once for each `watch`. Throws like `activate`. */
  watch(slug: string): ActiveBoard {
    const active = this.activate(slug);
    active.subscribers += 1;
    return active;
  }

  unwatch(slug: string): void {
    const active = this.active.get(slug);
    if (active) active.subscribers -= 1;
  }

  /**
   * Raises the minimum revision of all queries that the change affects, synchronously: nothing older is served afterwards.
   * @returns the slugs of the active boards that the change affects
   */
  invalidate({ epoch, revision, topics }: Change): readonly string[] {
    const affected = new Set<string>();
    for (const topic of topics) {
      this.redefine(topic, revision, affected);
      for (const query of this.index.invalidate(topic, revision)) {
        for (const slug of query.holders) affected.add(slug);
      }
    }
    for (const slug of affected) {
      const active = this.active.get(slug);
      if (active) active.position = { epoch, revision };
    }
    return [...affected];
  }

  onApplicationShutdown(): void {
    for (const slug of [...this.active.keys()]) this.deactivate(slug);
  }

  /** Applies what the topic's change means for the definition of an active board. */
  private redefine(topic: string, revision: number, affected: Set<string>): void {
    const change = this.definitions.changeOf(topic);
    const active = change && this.active.get(change.slug);
    if (!active) return;

    const { slug, reloadsPanels } = change;
    const board = this.definitions.get(slug);
    if (board === undefined || board === 'deleted') {
      this.deactivate(slug);
      affected.delete(slug);
      this.deletedSubject.next({ board: slug, reason: 'deleted' });
      return;
    }
    const isNew = board.version !== active.board.version;
    if (isNew) active.redefine(board, revision, this.clock.now());
    if (isNew || reloadsPanels) affected.add(slug);
    if (!reloadsPanels) return;
    for (const query of active.panelQueries.values()) {
      query.invalidate(revision);
      for (const holder of query.holders) affected.add(holder);
    }
  }

  private refreshActiveBoards(): void {
    const inactiveSince = this.clock.now() - ACTIVE_AFTER_READ_MS;
    for (const [slug, { subscribers, lastReadAt }] of this.active) {
      if (subscribers === 0 && lastReadAt <= inactiveSince) this.deactivate(slug);
    }
    for (const query of this.index.queries) {
      const isWatched = this.hasSubscribers(query.holders);
      query.removeUnusedLoaders(inactiveSince, isWatched);
      if (isWatched) query.refresh();
    }
  }

  private hasSubscribers(boards: Iterable<string>): boolean {
    for (const slug of boards) if ((this.active.get(slug)?.subscribers ?? 0) > 0) return true;
    return false;
  }

  private deactivate(slug: string): void {
    this.active.get(slug)?.dispose();
    this.active.delete(slug);
    if (this.active.size > 0) return;
    this.refreshTimer?.unsubscribe();
    this.refreshTimer = undefined;
  }
}
