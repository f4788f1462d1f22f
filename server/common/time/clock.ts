import { asyncScheduler, interval, type Observable, type SchedulerLike, type Subscription, timer } from 'rxjs';

/**
 * The server's only source of time, so that tests can control it. It is based on an RxJS scheduler, which operators such as
 * `throttleTime` accept directly.
 */
export class Clock {
  /** @param scheduler gives the time and runs all timers. Operators of RxJS accept it. */
  constructor(readonly scheduler: SchedulerLike = asyncScheduler) {}

  /** Returns the current time, in ms since 1970. */
  now(): number {
    return this.scheduler.now();
  }

  /** Runs `work` once after `ms`, unless unsubscribed before. */
  after(ms: number, work: () => void): Subscription {
    return this.scheduler.schedule(work, ms);
  }

  /** Emits once after `ms`. */
  wait(ms: number): Observable<0> {
    return timer(ms, this.scheduler);
  }

  /** Runs `work` every `ms` until unsubscribed, the first time after `ms`. */
  every(ms: number, work: () => void): Subscription {
    return interval(ms, this.scheduler).subscribe(work);
  }
}
