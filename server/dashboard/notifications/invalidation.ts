import { AsyncLocalStorage } from 'node:async_hooks';
import type { ExecutionContext } from '@nestjs/common';

/** A topic, several topics, or a function that finds them in the call. */
export type InvalidatedTopics =
  string | readonly string[] | ((context: ExecutionContext) => string | readonly string[]);

/** The metadata of a method that holds its `Invalidation`. */
export const INVALIDATION = 'boardcast:invalidation';

/** The topics that a method changes, from all of its `@Invalidates`. */
export class Invalidation {
  private static readonly intercepted = new AsyncLocalStorage<Invalidation | undefined>();
  private readonly declared: InvalidatedTopics[] = [];

  add(topics: InvalidatedTopics): void {
    this.declared.push(topics);
  }

  topicsOf(context: ExecutionContext): string[] {
    const topics = this.declared.flatMap((each) => (typeof each === 'function' ? each(context) : each));
    return [...new Set(topics)];
  }

  /** Whether the interceptor is calling the method, so that the method must not publish its topics itself. */
  get isIntercepted(): boolean {
    return Invalidation.intercepted.getStore() === this;
  }

  /** Calls the handler of a Nest context, whose topics the interceptor publishes. */
  runIntercepted<R>(run: () => R): R {
    return Invalidation.intercepted.run(this, run);
  }

  /** Runs the body of the method: what it calls publishes its own topics. */
  runMethod<R>(run: () => R): R {
    return Invalidation.intercepted.run(undefined, run);
  }
}
