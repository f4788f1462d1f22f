import { Injectable } from '@nestjs/common';
import type { Subscription } from 'rxjs';
import type { Query } from '../../../wire/schemas/board.js';
import { ChangeBus } from '../../change-bus/change-bus.js';
import { stableJson } from '../../common/stable-json.js';
import { Telemetry } from '../../common/telemetry.js';
import { Clock } from '../../common/time/clock.js';
import { Settings } from '../../config/settings.js';
import { FeatureRegistry } from '../feature-registry.js';
import { FrameMemoryBudget } from './frame-memory-budget.js';
import { FreshnessTimer } from './freshness-timer.js';
import { LiveQuery } from './live-query.js';
import type { QueryContext } from './query-context.js';
import { resolveQuery } from './resolve-query.js';
import { SourceChanges } from './source-changes.js';
import { TopicIndex } from './topic-index.js';

/** All cached frames together may take as much memory as this many of the largest snapshots. */
const FRAME_MEMORY_SNAPSHOTS = 8;

/** Holds the live queries: those that active boards need, each once. Finds them by topic. Empty without active boards. */
@Injectable()
export class LiveQueryIndex {
  private readonly byKey = new Map<string, LiveQuery>();
  private readonly byTopic = new TopicIndex<LiveQuery>();
  private readonly changeSubscriptions = new Map<LiveQuery, Subscription>();
  private readonly sourceChanges: SourceChanges;
  private readonly freshnessTimer: FreshnessTimer;
  private readonly context: QueryContext;
  /** The time zone of boards that name none. */
  private readonly defaultTimeZone: string;

  constructor(
    private readonly features: FeatureRegistry,
    bus: ChangeBus,
    clock: Clock,
    settings: Settings,
    telemetry: Telemetry,
  ) {
    const loads = telemetry.counter('source_loads_total', 'Loads of queries from sources', ['source']);
    telemetry.gauge('live_queries', 'Distinct queries of all active boards', () => this.byKey.size);
    this.defaultTimeZone = settings.timeZone;
    this.sourceChanges = new SourceChanges(bus, clock);
    this.freshnessTimer = new FreshnessTimer(() => this.byKey.values(), bus, clock);
    this.context = {
      bus,
      clock,
      ttlMs: settings.cacheTtlMs,
      timeoutMs: settings.queryTimeoutMs,
      frameMemoryBudget: new FrameMemoryBudget(FRAME_MEMORY_SNAPSHOTS * settings.maxSnapshotBytes),
      countLoad: (source) => {
        loads.inc({ source });
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
    const resolved = resolveQuery(this.features.sources, query);
    const key = `${resolved.source.name} ${timeZone} ${stableJson(resolved.query)}`;
    let liveQuery = this.byKey.get(key);
    if (!liveQuery) {
      liveQuery = new LiveQuery(key, resolved, timeZone, this.context);
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

  private add(liveQuery: LiveQuery): void {
    this.byKey.set(liveQuery.key, liveQuery);
    this.byTopic.add(liveQuery, topicsOf(liveQuery));
    this.changeSubscriptions.set(liveQuery, this.sourceChanges.subscribe(liveQuery.source));
  }

  private remove(liveQuery: LiveQuery): void {
    liveQuery.dispose();
    this.byKey.delete(liveQuery.key);
    this.byTopic.remove(liveQuery, topicsOf(liveQuery));
    if (this.byKey.size === 0) this.freshnessTimer.stop();
    const subscription = this.changeSubscriptions.get(liveQuery);
    this.changeSubscriptions.delete(liveQuery);
    subscription?.unsubscribe();
  }
}

function topicsOf({ topics, resultTopic }: LiveQuery): readonly string[] {
  return [...topics, resultTopic];
}
