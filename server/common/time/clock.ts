import { asyncScheduler, interval, type Observable, type SchedulerLike, type Subscription, timer } from 'rxjs';

/**
 * The only way to time in the server, so that tests can move it. It stands on an RxJS scheduler, which operators like
 * `throttleTime` take as it is. Times are milliseconds since 1970.
 */
export class Clock {
  constructor(readonly scheduler: SchedulerLike = asyncScheduler) {}

  now(): number {
    return this.scheduler.now();
  }

  /** Runs `work` once, `ms` from now, unless unsubscribed before. */
  after(ms: number, work: () => void): Subscription {
    return this.scheduler.schedule(work, ms);
  }

  /** Emits once, `ms` from now. */
  wait(ms: number): Observable<0> {
    return timer(ms, this.scheduler);
  }

  /** Runs `work` every `ms`, for the first time `ms` from now, until unsubscribed. */
  every(ms: number, work: () => void): Subscription {
    return interval(ms, this.scheduler).subscribe(work);
  }
}
