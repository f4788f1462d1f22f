import { Injectable, Logger } from '@nestjs/common';
import type { Counter } from 'prom-client';
import { retry, type Subscription } from 'rxjs';
import type { Query } from '../../../wire/schemas/board.js';
import { ChangeBus } from '../../change-bus/change-bus.js';
import { errorMessage } from '../../common/errors/error-message.js';
import { stableJson } from '../../common/stable-json.js';
import { Telemetry } from '../../common/telemetry.js';
import { Clock } from '../../common/time/clock.js';
import { firstErrorMessage, toInputErrors } from '../../common/validation/validate.js';
import { Settings } from '../../config/settings.js';
import { FeatureRegistry } from '../feature-registry.js';
import { Source } from '../contracts/source.js';
import { FrameMemoryBudget } from './frame-memory-budget.js';
import { FreshnessTimer } from './freshness-timer.js';
import { LiveQuery } from './live-query.js';
import type { QueryContext } from './query-context.js';
import { TopicIndex } from './topic-index.js';

/** After a source's stream of changes failed, it is subscribed to again after this long. */
const RESUBSCRIBE_DELAY_MS = 5_000;

/** All cached frames together may take as much memory as this many of the largest snapshots. */
const FRAME_MEMORY_SNAPSHOTS = 8;

/** Holds the live queries: those that active boards need, each once. Finds them by topic. Empty without active boards. */
@Injectable()
export class LiveQueryIndex {
  private readonly logger = new Logger(LiveQueryIndex.name);
  private readonly byKey = new Map<string, LiveQuery>();
  private readonly byTopic = new TopicIndex<LiveQuery>();
  private readonly changeSubscriptions = new Map<Source, { queries: number; subscription: Subscription }>();
  private readonly freshnessTimer: FreshnessTimer;
  private readonly context: QueryContext;
  private readonly loads: Counter<'source'>;
  /** The time zone of boards that name none. */
  private readonly defaultTimeZone: string;

  constructor(
    private readonly features: FeatureRegistry,
    private readonly bus: ChangeBus,
    private readonly clock: Clock,
    settings: Settings,
    telemetry: Telemetry,
  ) {
    this.loads = telemetry.counter('source_loads_total', 'Loads of queries from sources', ['source']);
    telemetry.gauge('live_queries', 'Distinct queries of all active boards', () => this.byKey.size);
    this.defaultTimeZone = settings.timeZone;
    this.freshnessTimer = new FreshnessTimer(() => this.byKey.values(), bus, clock);
    this.context = {
      bus,
      clock,
      ttlMs: settings.cacheTtlMs,
      timeoutMs: settings.queryTimeoutMs,
      frameMemoryBudget: new FrameMemoryBudget(FRAME_MEMORY_SNAPSHOTS * settings.maxSnapshotBytes),
      countLoad: (source) => {
        this.loads.inc({ source });
      },
      scheduleTransition: (at) => {
        this.freshnessTimer.schedule(at);
      },
    };
  }

  get queries(): Iterable<LiveQuery> {
    return this.byKey.values();
  }

  /**
   * The live query, which stays until the holder releases it. Holders of the same query share it, unless their time zones
   * differ.
   */
  acquire(holder: string, query: Query, timeZone = this.defaultTimeZone): LiveQuery {
    const { source, parsed } = this.resolve(query);
    const key = `${source.name} ${timeZone} ${stableJson(parsed)}`;
    let liveQuery = this.byKey.get(key);
    if (!liveQuery) {
      liveQuery = this.create(key, source, parsed, timeZone);
      this.add(liveQuery);
    }
    liveQuery.holders.add(holder);
    return liveQuery;
  }

  /** The holder no longer needs the query. With its last holder it is removed. */
  release(holder: string, liveQuery: LiveQuery): void {
    liveQuery.holders.delete(holder);
    if (liveQuery.holders.size === 0 && this.byKey.get(liveQuery.key) === liveQuery) this.remove(liveQuery);
  }

  /** Applies the change of a topic to the queries that depend on it, and returns them. */
  invalidate(topic: string, revision: number): Iterable<LiveQuery> {
    const affected = this.byTopic.find(topic);
    for (const liveQuery of affected) {
      if (liveQuery.resultTopic === topic) liveQuery.markChanged(revision);
      else liveQuery.invalidate(revision);
    }
    return affected;
  }

  private resolve(query: Query): { source: Source; parsed: Query } {
    const source = this.features.sources.get(query.source);
    if (!source) {
      const message = `There is no source '${query.source}'. Install the module that provides it.`;
      return { source: new FailingSource(message), parsed: query };
    }
    const { success, data, error } = source.schema.safeParse(query);
    if (success) return { source, parsed: data };
    const message = firstErrorMessage(toInputErrors(error.issues));
    return { source: new FailingSource(`The query is invalid: ${message}`), parsed: query };
  }

  /** A source that throws before its first load must affect only its own panels. */
  private create(key: string, source: Source, query: Query, timeZone: string): LiveQuery {
    try {
      return new LiveQuery(key, source, query, timeZone, source.topics(query), this.context);
    } catch (error) {
      const failing = new FailingSource(errorMessage(error));
      return new LiveQuery(key, failing, query, timeZone, [], this.context);
    }
  }

  private add(liveQuery: LiveQuery): void {
    this.byKey.set(liveQuery.key, liveQuery);
    this.byTopic.add(liveQuery, topicsOf(liveQuery));
    this.subscribeToChanges(liveQuery.source);
  }

  private remove(liveQuery: LiveQuery): void {
    liveQuery.dispose();
    this.byKey.delete(liveQuery.key);
    if (this.byKey.size === 0) this.freshnessTimer.stop();
    this.byTopic.remove(liveQuery, topicsOf(liveQuery));
    const entry = this.changeSubscriptions.get(liveQuery.source);
    if (!entry || --entry.queries > 0) return;
    entry.subscription.unsubscribe();
    this.changeSubscriptions.delete(liveQuery.source);
  }

  private subscribeToChanges(source: Source): void {
    if (!source.changes$) return;
    const entry = this.changeSubscriptions.get(source);
    if (entry) {
      entry.queries += 1;
      return;
    }
    const subscription = source.changes$
      .pipe(
        retry({
          delay: (error: unknown) => {
            this.logger.warn(
              `The changes$ stream of the source '${source.name}' failed. It is subscribed to again: ${String(error)}`,
            );
            return this.clock.wait(RESUBSCRIBE_DELAY_MS);
          },
        }),
      )
      .subscribe((topics) => {
        this.bus.publish(typeof topics === 'string' ? [topics] : topics).catch((error: unknown) => {
          this.logger.error(error);
        });
      });
    this.changeSubscriptions.set(source, { queries: 1, subscription });
  }
}

/** Replaces a source that cannot be loaded from. Each load fails with a message that explains why. */
class FailingSource extends Source {
  readonly name = 'none';
  readonly schema = undefined as never;

  constructor(private readonly message: string) {
    super();
  }

  topics(): readonly string[] {
    return [];
  }

  override dependsOnTime(): boolean {
    return false;
  }

  load(): Promise<never> {
    return Promise.reject(new Error(this.message));
  }
}

function topicsOf({ topics, resultTopic }: LiveQuery): readonly string[] {
  return [...topics, resultTopic];
}
