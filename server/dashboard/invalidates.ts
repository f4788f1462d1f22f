import {
  applyDecorators,
  type CallHandler,
  type ExecutionContext,
  Injectable,
  type NestInterceptor,
  SetMetadata,
  UseInterceptors,
} from '@nestjs/common';
import { Reflector } from '@nestjs/core';
import { concatMap, from, type Observable, toArray } from 'rxjs';
import { NotificationQueue } from './notification-queue.js';

/** A topic, several of them, or how to find them in the request that changed something. */
export type InvalidatedTopics =
  string | readonly string[] | ((context: ExecutionContext) => string | readonly string[]);

const TOPICS_METADATA = 'boardcast:invalidates';

/**
 * Announces the topics once the handler has succeeded and before its answer leaves, so that a read begun after the
 * answer shows the change. A handler that throws announces nothing.
 */
@Injectable()
export class InvalidationInterceptor implements NestInterceptor {
  constructor(
    private readonly reflector: Reflector,
    private readonly queue: NotificationQueue,
  ) {}

  intercept(context: ExecutionContext, next: CallHandler): Observable<unknown> {
    // Found before the handler runs: whoever cannot name its topics changes nothing.
    const topics = this.topicsOf(context);
    return next.handle().pipe(
      // All of the handler's values first: a stream that fails half-way has not succeeded.
      toArray<unknown>(),
      concatMap((values) => from(this.queue.announce(...topics)).pipe(concatMap(() => values))),
    );
  }

  protected topicsOf(context: ExecutionContext): readonly string[] {
    const declared = this.reflector.get<InvalidatedTopics>(TOPICS_METADATA, context.getHandler());
    const topics = typeof declared === 'function' ? declared(context) : declared;
    return typeof topics === 'string' ? [topics] : topics;
  }
}

/**
 * Marks a handler as changing something: `@Invalidates('board:shop')` or
 * `@Invalidates((context) => 'order:' + context.switchToHttp().getRequest().params.id)`. Works in any module of an
 * application that imports `DashboardModule.forRoot()`.
 */
export function Invalidates(topics: InvalidatedTopics): MethodDecorator {
  return applyDecorators(SetMetadata(TOPICS_METADATA, topics), UseInterceptors(InvalidationInterceptor));
}
