import { Injectable } from '@nestjs/common';
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
import type { Position } from '../../../wire/schemas/snapshot.js';
import { Clock } from '../../common/time/clock.js';
import { Telemetry } from '../../common/telemetry.js';
import { ChangeBus, type Change } from '../../change-bus/change-bus.js';
import { Settings } from '../../config/settings.js';
import { ActiveBoards } from '../snapshots/active-boards.js';

/** Notifies clients that a board changed: it is now at this position. */
export interface ChangeNotification extends Position {
  /** The slug of the board. */
  readonly board: string;
}

/**
 * Publishes changes, and throttles the notifications of each board: the first one at once, then at most one per interval,
 * and never without the last change.
 *
 * @example
 * ```ts
 * await this.notifications.publish('orders');
 * ```
 */
@Injectable()
export class NotificationQueue {
  // Every change goes through the bus. The queue is its only subscriber in the live core: it first invalidates the affected queries
  // and then emits notifications, so nothing can notify without invalidating.
  private readonly subject = new Subject<ChangeNotification>();
  private readonly output = new Subject<ChangeNotification>();
  /** Notifications that the throttle delays, by board. */
  private readonly pending = new Map<string, ChangeNotification>();
  private readonly subscriptions;
  private readonly sent;

  /** The throttled notifications. Observers must not throw. */
  readonly notifications$: Observable<ChangeNotification> = this.output.asObservable();

  constructor(
    private readonly bus: ChangeBus,
    private readonly activeBoards: ActiveBoards,
    clock: Clock,
    settings: Settings,
    telemetry: Telemetry,
  ) {
    this.sent = telemetry.counter(
      'notifications_total',
      'Change notifications after the throttle. Each is for all connections of a board',
    );
    telemetry.gauge('notifications_pending', 'Change notifications that the throttle delays', () => this.pending.size);
    this.subscriptions = this.subject
      .pipe(throttlePerBoard(clock.scheduler, settings.notifyIntervalMs))
      .subscribe((notification) => {
        this.emit(notification);
      });
    this.subscriptions.add(
      bus.changes$.subscribe((change) => {
        this.apply(change);
      }),
    );
  }

  /**
   * Publishes that these topics changed. When the promise resolves, nothing older than the change is served anymore.
   * Clients are notified later; the caller never waits for them.
   *
   * @param topics names like `orders`, which sources return from `topics`, or those of the server, like `metric:shop.orders`
   * @returns the position of the change
   */
  publish(...topics: string[]): Promise<Position> {
    return this.bus.publish(topics);
  }

  /**
   * Emits all notifications that the throttle delays, because the server stops.
   * @internal
   */
  flush(): void {
    for (const notification of [...this.pending.values()]) this.emit(notification);
  }

  /**
   * Ends the queue. Not a hook of Nest, because applications that embed Boardcast also provide the queue, and would run it again.
   * @internal
   */
  close(): void {
    // Unsubscribing alone would leave the timers of the groups.
    this.subject.complete();
    this.subscriptions.unsubscribe();
  }

  private apply(change: Change): void {
    const { epoch, revision } = change;
    for (const board of this.activeBoards.invalidate(change)) {
      const notification = { board, epoch, revision };
      this.pending.set(board, latest(this.pending.get(board) ?? notification, notification));
      this.subject.next(notification);
    }
  }

  private emit(notification: ChangeNotification): void {
    const pending = this.pending.get(notification.board);
    if (pending && latest(pending, notification) === notification) this.pending.delete(notification.board);
    this.sent.inc();
    this.output.next(notification);
  }
}

/**
 * Throttles each board separately. A board's group ends only after two intervals of silence, when its throttle has
 * long emitted the last notification. The notifications of a group that ended earlier could be overtaken by the next group.
 */
export function throttlePerBoard(
  scheduler: SchedulerLike,
  intervalMs = 1000,
): MonoTypeOperatorFunction<ChangeNotification> {
  return (notifications$) =>
    notifications$.pipe(
      // A synchronous change by an observer would bypass the throttle that is just emitting.
      observeOn(queueScheduler),
      groupBy(({ board }) => board, {
        duration: (group$) => group$.pipe(switchMap(() => timer(2 * intervalMs, scheduler))),
      }),
      mergeMap((group$) =>
        group$.pipe(scan(latest), throttleTime(intervalMs, scheduler, { leading: true, trailing: true })),
      ),
    );
}

/** The notification with the higher revision. One of a new epoch always counts as later. */
function latest(previous: ChangeNotification, next: ChangeNotification): ChangeNotification {
  return previous.epoch === next.epoch && previous.revision > next.revision ? previous : next;
}
