import { Injectable, type OnApplicationShutdown } from '@nestjs/common';
import {
  groupBy,
  mergeMap,
  type MonoTypeOperatorFunction,
  type Observable,
  observeOn,
  queueScheduler,
  scan,
  type SchedulerLike,
  Subject,
  switchMap,
  throttleTime,
  timer,
} from 'rxjs';
import type { Position } from '../../../wire/snapshot.js';
import { Clock } from '../../common/time/clock.js';
import { Telemetry } from '../../common/telemetry.js';
import { ChangeBus, type Change } from '../../change-bus/change-bus.js';
import { Settings } from '../../config/settings.js';
import { ActiveBoards } from '../snapshots/active-boards.js';

/** "The board is now at this place." */
export interface Notice extends Position {
  readonly board: string;
}

/**
 * How anything says "this changed", and how viewers come to hear of it: at once, then at most once per interval and
 * board, and never without the last change.
 *
 * Every change takes the bus. Its one subscriber here raises the floors first and feeds the notices then, so nobody can
 * notify without invalidating.
 */
@Injectable()
export class NotificationQueue implements OnApplicationShutdown {
  private readonly subject = new Subject<Notice>();
  private readonly output = new Subject<Notice>();
  /** Notices that the throttle still holds back, by board. */
  private readonly buffered = new Map<string, Notice>();
  private readonly subscriptions;
  private readonly sent;

  /** The throttled notices. Observers must not throw. */
  readonly notices$: Observable<Notice> = this.output.asObservable();

  constructor(
    private readonly bus: ChangeBus,
    private readonly activeBoards: ActiveBoards,
    clock: Clock,
    settings: Settings,
    telemetry: Telemetry,
  ) {
    this.sent = telemetry.counter(
      'notices_total',
      'Notices given out, after the throttle, each for all viewers of a board',
    );
    telemetry.gauge('notices_buffered', 'Notices that wait for their board to be due', () => this.buffered.size);
    this.subscriptions = this.subject
      .pipe(throttlePerBoard(clock.scheduler, settings.notifyIntervalMs))
      .subscribe((notice) => {
        this.emit(notice);
      });
    this.subscriptions.add(
      bus.changes$.subscribe((change) => {
        this.take(change);
      }),
    );
  }

  /**
   * Tells everyone that these topics changed. When it resolves, no answer older than the change is served any more;
   * viewers hear of it by themselves, and nobody waits for them.
   */
  publish(...topics: string[]): Promise<Position> {
    return this.bus.publish(topics);
  }

  /** Gives out at once what the throttle still holds back: the server stops. */
  flush(): void {
    for (const notice of [...this.buffered.values()]) this.emit(notice);
  }

  /** Not before: requests that still run must not be answered from what they have just changed. */
  onApplicationShutdown(): void {
    // Unsubscribing alone would leave the groups' timers.
    this.subject.complete();
    this.subscriptions.unsubscribe();
  }

  private take(change: Change): void {
    const { epoch, revision } = change;
    for (const board of this.activeBoards.invalidate(change)) {
      const notice = { board, epoch, revision };
      this.buffered.set(board, later(this.buffered.get(board) ?? notice, notice));
      this.subject.next(notice);
    }
  }

  private emit(notice: Notice): void {
    const held = this.buffered.get(notice.board);
    if (held && later(held, notice) === notice) this.buffered.delete(notice.board);
    this.sent.inc();
    this.output.next(notice);
  }
}

/**
 * One throttle per board. A board's group ends only after two intervals of silence, when its throttle has long let the
 * last notice go: a group that ended earlier could be overtaken by its successor.
 */
export function throttlePerBoard(scheduler: SchedulerLike, intervalMs = 1000): MonoTypeOperatorFunction<Notice> {
  return (notices$) =>
    notices$.pipe(
      // An observer that announces something itself must not slip through the throttle that is just letting it go.
      observeOn(queueScheduler),
      groupBy(({ board }) => board, {
        duration: (group$) => group$.pipe(switchMap(() => timer(2 * intervalMs, scheduler))),
      }),
      mergeMap((group$) =>
        group$.pipe(scan(later), throttleTime(intervalMs, scheduler, { leading: true, trailing: true })),
      ),
    );
}

function later(held: Notice, next: Notice): Notice {
  return held.epoch === next.epoch && held.revision > next.revision ? held : next;
}
