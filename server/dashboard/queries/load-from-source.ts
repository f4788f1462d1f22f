import { Logger } from '@nestjs/common';
import { isFixed, lengthOf, rangeOver, type TimeRange, windowAt } from '../../../wire/range.js';
import type { Query } from '../../../wire/schemas/board.js';
import { errorMessage } from '../../common/errors/error-message.js';
import type { Clock } from '../../common/time/clock.js';
import type { LoadContext, LoadedFrame, Source } from '../contracts/source.js';
import type { LoadResult } from './cached-frame.js';
import { checkFrame } from './check-frame.js';

/** The error of a load that is canceled. */
export const NO_LONGER_NEEDED = 'the result is no longer needed';

const logger = new Logger('Source');

/** A query that its source can load, and how long that may take. */
interface QueryToLoad {
  readonly source: Source;
  readonly query: Query;
  readonly clock: Clock;
  readonly timeoutMs: number;
}

/** The time that a load covers. */
export type LoadSpan = Pick<LoadContext, 'range' | 'from' | 'to' | 'fixed'>;

/** One running load. */
export interface SourceLoad {
  /** The frame, or an error message for the panel. Never rejects. */
  readonly result: Promise<LoadResult>;
  /** Resolves when the source has finished. After a timeout or a cancellation this may be long after the result. */
  readonly finished: Promise<unknown>;
  /** Aborts the load, because its result is no longer needed. */
  readonly cancel: () => void;
}

/** Loads a query once from its source, within a timeout. Any failure becomes an error message for the panel. */
export function loadFromSource(
  { source, query, clock, timeoutMs }: QueryToLoad,
  request: Omit<LoadContext, 'signal'>,
): SourceLoad {
  // Each load has its own controller, so that the listeners of its signal are released with it.
  const controller = new AbortController();
  const { signal } = controller;
  const timer = clock.after(timeoutMs, () => {
    controller.abort(new Error(`'${source.name}' did not answer within ${timeoutMs / 1_000} s`));
  });
  const loading = callSource(source, query, { ...request, signal });
  const aborted = new Promise<never>((_, reject) => {
    signal.addEventListener('abort', () => {
      reject(signal.reason as Error);
    });
  });
  const result = Promise.race([loading, aborted])
    .then((frame): LoadResult => {
      checkFrame(frame);
      return { frame: request.fixed === true ? withoutFreshness(frame) : frame };
    })
    .catch((error: unknown): LoadResult => {
      const message = errorMessage(error);
      logger.debug(`source '${source.name}': ${message}`);
      return { error: message };
    })
    .finally(() => {
      timer.unsubscribe();
    });
  return {
    result,
    finished: Promise.allSettled([loading]),
    cancel: () => {
      controller.abort(new Error(NO_LONGER_NEEDED));
    },
  };
}

/** Returns the time span of a load that begins at the time `now`, in ms. */
export function loadSpanAt(range: TimeRange, now: number): LoadSpan {
  const window = windowAt(range, now);
  return isFixed(range) ? { ...window, range: rangeOver(lengthOf(range)), fixed: true } : { ...window, range };
}

/** Calls the source. An error that it throws before it returns a promise becomes a rejection as well. */
async function callSource(source: Source, query: Query, context: LoadContext): Promise<LoadedFrame> {
  return source.load(query, context);
}

/** A fixed time range has no freshness, because nothing newer is expected in it. */
function withoutFreshness(frame: LoadedFrame): LoadedFrame {
  return { ...frame, expectEveryMs: undefined, endedAt: undefined, expectedIntervals: [] };
}
