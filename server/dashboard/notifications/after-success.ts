import { concat, defer, ignoreElements, isObservable, type Observable } from 'rxjs';

type Publish = () => Promise<unknown>;

/**
 * Publishes after what a method returned has succeeded, and before its caller continues: a promise resolves, and an
 * observable or async iterator ends, after that. A failure to publish becomes their failure. Any other result is returned at once.
 *
 * @param onError receives a failure to publish that no caller waits for
 */
export function afterSuccess(result: unknown, publish: Publish, onError: (error: unknown) => void): unknown {
  if (isObservable(result)) return publishAtCompletion(result, publish);
  if (isAsyncIterator(result)) return publishAtEnd(result, publish);
  if (isPromiseLike(result)) {
    return Promise.resolve(result).then(async (value) => {
      if (isObservable(value)) return publishAtCompletion(value, publish);
      if (isAsyncIterator(value)) return publishAtEnd(value, publish);
      await publish();
      return value;
    });
  }
  publish().catch(onError);
  return result;
}

/**
 * Whether a value is an async iterator, such as that of an async generator, whose work is done while it is read. Node's streams are
 * iterable, but no iterators.
 */
export function isAsyncIterator(value: unknown): value is AsyncIterableIterator<unknown> {
  if (typeof value !== 'object' || value === null) return false;
  const { next, [Symbol.asyncIterator]: iterate } = value as Partial<AsyncIterableIterator<unknown>>;
  return typeof next === 'function' && typeof iterate === 'function';
}

/** Returns what the iterator returns, and publishes before its end. If it fails or is stopped, nothing is published. */
export async function* publishAtEnd(
  iterator: AsyncIterableIterator<unknown>,
  publish: Publish,
): AsyncGenerator<unknown, unknown, unknown> {
  const result: unknown = yield* iterator;
  await publish();
  return result;
}

function publishAtCompletion(values$: Observable<unknown>, publish: Publish): Observable<unknown> {
  return concat(values$, defer(publish).pipe(ignoreElements()));
}

function isPromiseLike(value: unknown): value is PromiseLike<unknown> {
  return typeof (value as Partial<PromiseLike<unknown>> | null | undefined)?.then === 'function';
}
