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

/** An update to be shown; `own` ones answer an act of the user's own. */
export interface Update {
  readonly own: boolean;
}

/**
 * Lets at most one update through every `ms`: the first at once, the last never lost. Updates are cumulative, so the
 * newest stands for those before it. Own ones pass at once, take the place of whatever waits, and begin anew.
 */
export function paceUpdates<T extends Update>(ms: number, scheduler: SchedulerLike): MonoTypeOperatorFunction<T> {
  return connect((updates$) => {
    const own$ = updates$.pipe(filter(({ own }) => own));
    const others$ = updates$.pipe(filter(({ own }) => !own));
    const paced$ = others$.pipe(throttleTime(ms, scheduler, { leading: true, trailing: true }));
    return merge(
      own$.pipe(
        startWith(undefined),
        switchMap(() => paced$),
      ),
      own$,
    );
  });
}
