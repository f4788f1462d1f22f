import { Injectable, Logger } from '@nestjs/common';
import type { Counter } from 'prom-client';
import { retry, type Subscription } from 'rxjs';
import type { Query } from '../../../wire/board.js';
import { Clock } from '../../common/time/clock.js';
import { stableJson } from '../../common/stable-json.js';
import { Telemetry } from '../../common/telemetry.js';
import { firstErrorMessage, toInputErrors } from '../../common/validation/validate.js';
import { errorMessage } from '../../common/errors/error-message.js';
import { ChangeBus } from '../../change-bus/change-bus.js';
import { Settings } from '../../config/settings.js';
import { FeatureRegistry } from '../feature-registry.js';
import type { QueryContext } from './query-context.js';
import { HeldFrames } from './frame-memory.js';
import { Source } from '../source.js';
import { TrackedQuery } from './live-query.js';
import { FreshnessWatch } from './freshness-timer.js';
import { TopicIndex } from './topic-index.js';

/** A source whose stream of changes broke is listened to again after this long. */
const LISTEN_AGAIN_MS = 5_000;

/** All frames that are held may take as much as this many of the largest snapshots. */
const HELD_SNAPSHOTS = 8;

/** The queries of all active boards, each once however many ask it, found by topic. Empty when nobody looks. */
@Injectable()
export class LiveQueryIndex {
  private readonly logger = new Logger(LiveQueryIndex.name);
  private readonly byKey = new Map<string, TrackedQuery>();
  private readonly byTopic = new TopicIndex<TrackedQuery>();
  private readonly listeners = new Map<Source, { queries: number; subscription: Subscription }>();
  private readonly freshness: FreshnessWatch;
  private readonly context: QueryContext;
  private readonly loads: Counter<'source'>;
  /** Of boards that say none. */
  private readonly timeZone: string;

  constructor(
    private readonly features: FeatureRegistry,
    private readonly bus: ChangeBus,
    private readonly clock: Clock,
    settings: Settings,
    telemetry: Telemetry,
  ) {
    this.loads = telemetry.counter('source_loads_total', 'Queries that a source was asked to answer', ['source']);
    telemetry.gauge('tracked_queries', 'Distinct queries of all boards that somebody looks at', () => this.byKey.size);
    this.timeZone = settings.timeZone;
    this.freshness = new FreshnessWatch(() => this.byKey.values(), bus, clock);
    this.context = {
      bus,
      clock,
      ttlMs: settings.cacheTtlMs,
      timeoutMs: settings.queryTimeoutMs,
      frames: new HeldFrames(HELD_SNAPSHOTS * settings.maxSnapshotBytes),
      countLoad: (source) => {
        this.loads.inc({ source });
      },
      ages: (at) => {
        this.freshness.expect(at);
      },
    };
  }

  /** All queries, for a look at each. */
  get queries(): Iterable<TrackedQuery> {
    return this.byKey.values();
  }

  /** The query, tracked for the board until it releases it. Boards of different time zones may get different answers to it. */
  acquire(board: string, query: Query, timeZone = this.timeZone): TrackedQuery {
    const { source, parsed } = this.resolve(query);
    const key = `${source.name} ${timeZone} ${stableJson(parsed)}`;
    let tracked = this.byKey.get(key);
    if (!tracked) {
      tracked = this.track(key, source, parsed, timeZone);
      this.add(tracked);
    }
    tracked.boards.add(board);
    return tracked;
  }

  /** The board no longer asks it; with the last board it is forgotten. */
  release(board: string, tracked: TrackedQuery): void {
    tracked.boards.delete(board);
    if (tracked.boards.size === 0 && this.byKey.get(tracked.key) === tracked) this.remove(tracked);
  }

  /** Takes a topic's change in; returns the queries that it concerns. */
  raise(topic: string, revision: number): Iterable<TrackedQuery> {
    const concerned = this.byTopic.find(topic);
    for (const tracked of concerned) {
      if (tracked.arrivalTopic === topic) tracked.arrive(revision);
      else tracked.raise(revision);
    }
    return concerned;
  }

  private resolve(query: Query): { source: Source; parsed: Query } {
    const source = this.features.sources.get(query.source);
    if (!source) {
      const words = `There is no source '${query.source}' here. The module that provides it is not installed.`;
      return { source: new BrokenSource(words), parsed: query };
    }
    const { success, data, error } = source.schema.safeParse(query);
    if (success) return { source, parsed: data };
    const words = firstErrorMessage(toInputErrors(error.issues));
    return { source: new BrokenSource(`The query is wrong: ${words}`), parsed: query };
  }

  /** A source that fails before it is even asked must not take the board's other panels along. */
  private track(key: string, source: Source, query: Query, timeZone: string): TrackedQuery {
    try {
      return new TrackedQuery(key, source, query, timeZone, source.topics(query), this.context);
    } catch (error) {
      const broken = new BrokenSource(errorMessage(error));
      return new TrackedQuery(key, broken, query, timeZone, [], this.context);
    }
  }

  private add(tracked: TrackedQuery): void {
    this.byKey.set(tracked.key, tracked);
    this.byTopic.add(tracked, topicsOf(tracked));
    this.listen(tracked.source);
  }

  private remove(tracked: TrackedQuery): void {
    tracked.end();
    this.byKey.delete(tracked.key);
    if (this.byKey.size === 0) this.freshness.stop();
    this.byTopic.remove(tracked, topicsOf(tracked));
    const listener = this.listeners.get(tracked.source);
    if (!listener || --listener.queries > 0) return;
    listener.subscription.unsubscribe();
    this.listeners.delete(tracked.source);
  }

  private listen(source: Source): void {
    if (!source.changes$) return;
    const listener = this.listeners.get(source);
    if (listener) {
      listener.queries += 1;
      return;
    }
    const subscription = source.changes$
      .pipe(
        retry({
          delay: (error: unknown) => {
            this.logger.warn(`source '${source.name}' no longer tells of changes, listening again: ${String(error)}`);
            return this.clock.wait(LISTEN_AGAIN_MS);
          },
        }),
      )
      .subscribe((topics) => {
        this.bus.publish(typeof topics === 'string' ? [topics] : topics).catch((error: unknown) => {
          this.logger.error(error);
        });
      });
    this.listeners.set(source, { queries: 1, subscription });
  }
}

/** Stands in for a source that cannot be asked: every answer is the words that say why. */
class BrokenSource extends Source {
  readonly name = 'none';
  readonly schema = undefined as never;

  constructor(private readonly words: string) {
    super();
  }

  topics(): readonly string[] {
    return [];
  }

  override dependsOnTime(): boolean {
    return false;
  }

  load(): Promise<never> {
    return Promise.reject(new Error(this.words));
  }
}

function topicsOf({ topics, arrivalTopic }: TrackedQuery): readonly string[] {
  return [...topics, arrivalTopic];
}
