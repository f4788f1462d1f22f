import { Logger } from '@nestjs/common';
import { errorMessage } from '../../common/errors/error-message.js';
import type { LoadContext, LoadedFrame } from '../contracts/source.js';
import type { LoadResult } from './cached-frame.js';
import { checkFrame } from './check-frame.js';
import type { LoadableQuery } from './query-context.js';

const logger = new Logger('Source');

/**
 * Loads a query once from its source, within the timeout of its context. Any failure becomes an error message for the panel.
 * @param controller aborts the load
 */
export async function loadFromSource(
  { source, query, context }: LoadableQuery,
  request: Omit<LoadContext, 'signal'>,
  controller: AbortController,
): Promise<LoadResult> {
  const { signal } = controller;
  const timer = context.clock.after(context.timeoutMs, () => {
    controller.abort(new Error(`'${source.name}' did not answer within ${context.timeoutMs / 1_000} s`));
  });
  context.countLoad(source.name);
  try {
    // Called first, because it may throw: an abort promise without a listener would end the process.
    const loading = source.load(query, { ...request, signal });
    context.watchLoad?.(loading);
    const aborted = new Promise<never>((_, reject) => {
      const abort = (): void => {
        reject(signal.reason as Error);
      };
      if (signal.aborted) abort();
      else signal.addEventListener('abort', abort);
    });
    const frame = checkFrame(await Promise.race([loading, aborted]));
    return { frame: request.fixed === true ? withoutFreshness(frame) : frame };
  } catch (error) {
    const message = errorMessage(error);
    logger.debug(`source '${source.name}': ${message}`);
    return { error: message };
  } finally {
    timer.unsubscribe();
  }
}

/** A fixed time range has no freshness, because nothing newer is expected in it. */
function withoutFreshness(frame: LoadedFrame): LoadedFrame {
  return { ...frame, expectEveryMs: undefined, endedAt: undefined, expectedIntervals: [] };
}
