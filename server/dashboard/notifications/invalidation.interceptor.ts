import { type CallHandler, type ExecutionContext, Injectable, type NestInterceptor } from '@nestjs/common';
import { Reflector } from '@nestjs/core';
import { concatMap, from, type Observable, toArray } from 'rxjs';
import { NotificationQueue } from './notification-queue.js';

/** A topic, several topics, or a function that finds them in the request. */
export type InvalidatedTopics =
  string | readonly string[] | ((context: ExecutionContext) => string | readonly string[]);

/** The metadata of a handler that holds its `InvalidatedTopics`. */
export const INVALIDATED_TOPICS = 'boardcast:invalidates';

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
    // Evaluated before the handler runs, so that nothing is changed if the topics cannot be found.
    const topics = this.topicsOf(context);
    return next.handle().pipe(
      // Waits for all values of the handler: a stream that fails half-way has not succeeded.
      toArray<unknown>(),
      concatMap((values) => from(this.queue.publish(...topics)).pipe(concatMap(() => values))),
    );
  }

  protected topicsOf(context: ExecutionContext): readonly string[] {
    const declared = this.reflector.get<InvalidatedTopics>(INVALIDATED_TOPICS, context.getHandler());
    const topics = typeof declared === 'function' ? declared(context) : declared;
    return typeof topics === 'string' ? [topics] : topics;
  }
}
