import { type CallHandler, type ExecutionContext, Injectable, type NestInterceptor } from '@nestjs/common';
import { Reflector } from '@nestjs/core';
import { concatMap, from, Observable, of, toArray } from 'rxjs';
import { isAsyncIterator, publishAtEnd } from './after-success.js';
import { INVALIDATION, type Invalidation } from './invalidation.js';
import { NotificationQueue } from './notification-queue.js';

/**
 * Publishes the handler's topics after it has succeeded and before its response is sent. So a read that begins after the
 * response shows the change. A handler that throws publishes nothing.
 */
@Injectable()
export class InvalidationInterceptor implements NestInterceptor {
  constructor(
    private readonly reflector: Reflector,
    private readonly queue: NotificationQueue,
  ) {}

  intercept(context: ExecutionContext, next: CallHandler): Observable<unknown> {
    const invalidation = this.reflector.get<Invalidation>(INVALIDATION, context.getHandler());
    // Evaluated before the handler runs, so that nothing is changed if the topics cannot be found.
    const topics = invalidation.topicsOf(context);
    const publish = (): Promise<unknown> => this.queue.publish(...topics);
    // Interceptors after this one may call the handler when they are subscribed to, and again later.
    const values$ = new Observable<unknown>((subscriber) =>
      invalidation.runIntercepted(() => next.handle().subscribe(subscriber)),
    );
    return values$.pipe(
      // Waits for all values of the handler: a stream that fails half-way has not succeeded.
      toArray(),
      concatMap((values) => {
        const [body] = values;
        // The work of an async iterator is done while Nest sends what it returns.
        if (isAsyncIterator(body)) return of(publishAtEnd(body, publish));
        return from(publish()).pipe(concatMap(() => values));
      }),
    );
  }
}
