import { Injectable, type OnApplicationShutdown } from '@nestjs/common';
import { Subject, type Subscription } from 'rxjs';
import { Clock } from '../common/clock.js';
import { Telemetry } from '../common/telemetry.js';
import { ChangeBus, type Change } from '../change-bus/change-bus.js';
import { CATALOGUE_TOPIC } from '../metrics/topics.js';
import { ActiveBoard } from './active-board.js';
import { BoardCatalogue } from './board-catalogue.js';
import { INBOX_SLUG } from './inbox.js';
import { QueryIndex } from './query-index.js';
import { boardTopic } from './topics.js';

/** A board that nobody watches stays active this long after it was last read. */
const ACTIVE_MS = 150_000;

/** How often boards are looked at for what time alone does to them. */
const TICK_MS = 10_000;

/**
 * Turns "topic changed" into "board changed". It knows the boards that are looked at, and only those: while nobody
 * looks, its maps are empty and nothing runs.
 */
@Injectable()
export class BoardWatcher implements OnApplicationShutdown {
  private readonly active = new Map<string, ActiveBoard>();
  private readonly goneSubject = new Subject<{ board: string; reason: 'deleted' }>();
  private ticking?: Subscription;

  readonly gone$ = this.goneSubject.asObservable();

  constructor(
    private readonly catalogue: BoardCatalogue,
    private readonly index: QueryIndex,
    private readonly bus: ChangeBus,
    private readonly clock: Clock,
    telemetry: Telemetry,
  ) {
    telemetry.gauge('active_boards', 'Boards that somebody watches or read lately', () => this.active.size);
  }

  /** The board, active from now on. Throws a Problem: 404 never was, 410 deleted. */
  activate(slug: string): ActiveBoard {
    const now = this.clock.now();
    const known = this.active.get(slug);
    if (known) {
      known.lastReadAt = now;
      return known;
    }
    const board = this.catalogue.getOrThrow(slug);
    const active = new ActiveBoard(board, this.bus.position, now, this.index);
    this.active.set(slug, active);
    this.ticking ??= this.clock.every(TICK_MS, () => {
      this.tick();
    });
    return active;
  }

  watch(slug: string): ActiveBoard {
    const active = this.activate(slug);
    active.viewers += 1;
    return active;
  }

  unwatch(slug: string): void {
    const active = this.active.get(slug);
    if (active) active.viewers -= 1;
  }

  /** See `SnapshotProvider.invalidate`. */
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

  /** `board:x` changes the board and all that it shows; the catalogue of metrics changes the computed board alone. */
  private redefine(topic: string, revision: number, concerned: Set<string>): void {
    const slug = topic === CATALOGUE_TOPIC ? INBOX_SLUG : slugOf(topic);
    const active = slug === undefined ? undefined : this.active.get(slug);
    if (slug === undefined || !active) return;

    const board = this.catalogue.get(slug);
    if (board === undefined || board === 'deleted') {
      this.end(slug);
      concerned.delete(slug);
      this.goneSubject.next({ board: slug, reason: 'deleted' });
      return;
    }
    const isNew = board.version !== active.board.version;
    if (isNew) active.redefine(board, revision, this.clock.now());
    if (isNew || topic !== CATALOGUE_TOPIC) concerned.add(slug);
    if (topic === CATALOGUE_TOPIC) return;
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

function slugOf(topic: string): string | undefined {
  const prefix = boardTopic('');
  return topic.startsWith(prefix) ? topic.slice(prefix.length) : undefined;
}
