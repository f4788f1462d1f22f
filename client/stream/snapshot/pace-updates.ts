import {
  type MonoTypeOperatorFunction,
  type SchedulerLike,
  connect,
  filter,
  merge,
  startWith,
  switchMap,
  throttleTime,
} from 'rxjs';

/** An update of the view. */
export interface Update {
  /** Whether the user requested it, for example with a refresh. */
  readonly byUser: boolean;
}

/**
 * Emits at most one update per interval: the first immediately, and always the last. Updates are cumulative, so the
 * latest replaces the earlier ones. An update requested by the user is emitted immediately, replaces a waiting update,
 * and starts a new interval.
 */
export function paceUpdates<T extends Update>(
  intervalMs: number,
  scheduler: SchedulerLike,
): MonoTypeOperatorFunction<T> {
  return connect((updates$) => {
    const byUser$ = updates$.pipe(filter(({ byUser }) => byUser));
    const others$ = updates$.pipe(filter(({ byUser }) => !byUser));
    const paced$ = others$.pipe(throttleTime(intervalMs, scheduler, { leading: true, trailing: true }));
    return merge(
      byUser$.pipe(
        startWith(undefined),
        switchMap(() => paced$),
      ),
      byUser$,
    );
  });
}
