import { Logger } from '@nestjs/common';
import { concatWith, defer, EMPTY, NEVER, type Observable, retry, share, type Subscription, tap } from 'rxjs';
import type { ChangeBus } from '../../change-bus/change-bus.js';
import type { Clock } from '../../common/time/clock.js';
import type { Source } from '../contracts/source.js';

/** After a source's stream of changes failed, it is subscribed to again after this long. */
const RESUBSCRIBE_DELAY_MS = 5_000;

/** Publishes the topics that sources emit in `changes$`. All subscriptions to one source share one subscription to its stream. */
export class SourceChanges {
  private readonly logger = new Logger(SourceChanges.name);
  private readonly bySource = new WeakMap<Source, Observable<unknown>>();

  constructor(
    private readonly bus: ChangeBus,
    private readonly clock: Clock,
  ) {}

  /** Publishes the changes of the source until the returned subscription ends. */
  subscribe(source: Source): Subscription {
    const published$ = this.bySource.get(source) ?? this.publishedChanges(source);
    this.bySource.set(source, published$);
    return published$.subscribe();
  }

  private publishedChanges(source: Source): Observable<unknown> {
    // A stream that has completed stays subscribed to, so that further subscriptions do not start it again.
    return defer(() => source.changes$?.pipe(concatWith(NEVER)) ?? EMPTY).pipe(
      tap((topics) => {
        this.publish(typeof topics === 'string' ? [topics] : topics);
      }),
      retry({
        delay: (error: unknown) => {
          this.logger.warn(
            `The changes$ stream of the source '${source.name}' failed. It is subscribed to again: ${String(error)}`,
          );
          return this.clock.wait(RESUBSCRIBE_DELAY_MS);
        },
      }),
      share(),
    );
  }

  private publish(topics: readonly string[]): void {
    this.bus.publish(topics).catch((error: unknown) => {
      this.logger.error(error);
    });
  }
}
