import { applyDecorators, SetMetadata, UseInterceptors } from '@nestjs/common';
import { INVALIDATED_TOPICS, type InvalidatedTopics, InvalidationInterceptor } from './invalidation.interceptor.js';

/**
 * Marks a handler that changes data, and names the topics that it changes. It works in any module of an application that
 * imports `DashboardModule.forRoot()`.
 *
 * @example
 * ```ts
 * @Invalidates('board:shop')
 * @Invalidates((context) => `order:${context.switchToHttp().getRequest().params.id}`)
 * ```
 */
export function Invalidates(topics: InvalidatedTopics): MethodDecorator {
  return applyDecorators(SetMetadata(INVALIDATED_TOPICS, topics), UseInterceptors(InvalidationInterceptor));
}
