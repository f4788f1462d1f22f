import { createCache } from 'cache-manager';
import { z } from 'zod';
import type { Board, Query } from '../../../wire/board.js';
import { isFixed, type TimeRange } from '../../../wire/range.js';
import type { Snapshot } from '../../../wire/snapshot.js';
import type { Clock } from '../../../server/common/time/clock.js';
import { Telemetry } from '../../../server/common/telemetry.js';
import { boardOrThrow } from '../../../server/boards/catalog/board-catalog.js';
import { slugOfTopic } from '../../../server/boards/board-topics.js';
import type { BoardDefinitions } from '../../../server/dashboard/board-definitions.js';
import { SnapshotAssembler } from '../../../server/dashboard/snapshots/snapshot-assembler.js';
import { ActiveBoards } from '../../../server/dashboard/snapshots/active-boards.js';
import { LiveQueryIndex } from '../../../server/dashboard/queries/live-query-index.js';
import { LocalBus } from '../../../server/change-bus/local-bus.js';
import type { Settings } from '../../../server/config/settings.js';
import { createLruKeyv } from '../../../server/dashboard/snapshots/lru-keyv.js';
import { FeatureRegistry } from '../../../server/dashboard/feature-registry.js';
import { NotificationQueue } from '../../../server/dashboard/notifications/notification-queue.js';
import { SnapshotCache } from '../../../server/dashboard/snapshots/snapshot-cache.js';
import { type LoadContext, type LoadedFrame, Source } from '../../../server/dashboard/source.js';
import { type ManualClock } from './manual-clock.js';
import { testSettings } from './test-settings.js';

/** A source that a test answers for: `topic:<query.of>` is its topic. */
export class TestSource extends Source {
  readonly schema = z.looseObject({ source: z.string() });
  override dependsOnTime?: (query: Query) => boolean = () => false;

  constructor(
    readonly name: string,
    private readonly answer: (query: Query, context: LoadContext) => LoadedFrame | Promise<LoadedFrame>,
    override readonly local?: boolean,
  ) {
    super();
  }

  topics({ of }: Query): readonly string[] {
    return [`topic:${String(of)}`];
  }

  load(query: Query, context: LoadContext): Promise<LoadedFrame> {
    return Promise.resolve(this.answer(query, context));
  }
}

/** A board of panels `p0`, `p1`, … with these queries. */
export function boardWithQueries(slug: string, queries: Query[], version = 1): Board {
  const panels = queries.map((query, index) => ({
    id: `p${index}`,
    type: 'number',
    title: `Panel ${index}`,
    query,
    layout: { x: 0, y: index, w: 3, h: 1 },
    options: {},
  }));
  return { slug, title: slug, version, panels };
}

export const numberFrame = (value: number): LoadedFrame => ({
  fields: [{ name: 'value', type: 'number', values: [value] }],
});

/** The live core with everything real but the database: sources and boards are the test's. */
export class LiveCoreFixture<C extends Clock = ManualClock> {
  readonly bus = new LocalBus();
  readonly telemetry = new Telemetry();
  readonly features = new FeatureRegistry();
  readonly boards = new Map<string, Board | 'deleted'>();
  readonly index: LiveQueryIndex;
  readonly activeBoards: ActiveBoards;
  readonly assembler: SnapshotAssembler;
  readonly queue: NotificationQueue;
  readonly cache: SnapshotCache;

  constructor(
    readonly clock: C,
    settings: Partial<Settings> = {},
  ) {
    const all = testSettings(settings);
    this.index = new LiveQueryIndex(this.features, this.bus, clock, all, this.telemetry);
    const definitions: BoardDefinitions = {
      get: (slug) => this.boards.get(slug),
      getOrThrow: (slug) => boardOrThrow(slug, this.boards.get(slug)),
      changeOf: (topic) => {
        const slug = slugOfTopic(topic);
        return slug === undefined ? undefined : { slug, reloadsPanels: true };
      },
    };
    this.activeBoards = new ActiveBoards(definitions, this.index, this.bus, clock, this.telemetry);
    this.assembler = new SnapshotAssembler(this.activeBoards, clock, all);
    this.queue = new NotificationQueue(this.bus, this.activeBoards, clock, all, this.telemetry);
    const manager = createCache({ stores: [createLruKeyv(8 * all.maxSnapshotBytes)], ttl: all.cacheTtlMs });
    this.cache = new SnapshotCache(manager, this.activeBoards, this.assembler, clock, this.telemetry);
  }

  /** The snapshot as a reader gets it. */
  async readSnapshot(board: string, range?: TimeRange, since?: string): Promise<Snapshot> {
    const asked = range && isFixed(range) ? { from: isoOf(range.from), to: isoOf(range.to) } : { range };
    const { body } = await this.cache.get(board, asked, since);
    return JSON.parse(body.toString()) as Snapshot;
  }

  /** The value of a one-number panel. */
  async value(board: string, panel = 'p0'): Promise<number | undefined> {
    const { panels } = await this.readSnapshot(board);
    return panels[panel]?.frame?.fields[0]?.values[0] as number | undefined;
  }

  async metric(name: string): Promise<number> {
    const values = (await this.telemetry.registry.getSingleMetric(`boardcast_${name}`)?.get())?.values ?? [];
    return values.reduce((sum, { value }) => sum + value, 0);
  }
}

function isoOf(ms: number): string {
  return new Date(ms).toISOString();
}
