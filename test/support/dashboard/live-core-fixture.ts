import { createCache } from 'cache-manager';
import type { Board } from '../../../wire/schemas/board.js';
import { isFixed, type TimeRange } from '../../../wire/range.js';
import type { Snapshot } from '../../../wire/schemas/snapshot.js';
import type { Clock } from '../../../server/common/time/clock.js';
import { Telemetry } from '../../../server/common/telemetry.js';
import { boardOrThrow } from '../../../server/boards/catalog/board-catalog.js';
import { slugOfTopic } from '../../../server/boards/board-topics.js';
import type { BoardDefinitions } from '../../../server/dashboard/contracts/board-definitions.js';
import { SnapshotAssembler } from '../../../server/dashboard/snapshots/snapshot-assembler.js';
import { ActiveBoards } from '../../../server/dashboard/snapshots/active-boards.js';
import { LiveQueryIndex } from '../../../server/dashboard/queries/live-query-index.js';
import { LocalBus } from '../../../server/change-bus/local-bus.js';
import type { Settings } from '../../../server/config/settings.js';
import { createLruKeyv } from '../../../server/dashboard/snapshots/lru-keyv.js';
import { FeatureRegistry } from '../../../server/dashboard/feature-registry.js';
import { NotificationQueue } from '../../../server/dashboard/notifications/notification-queue.js';
import { SnapshotCache } from '../../../server/dashboard/snapshots/snapshot-cache.js';
import { type ManualClock } from '../server/manual-clock.js';
import { testSettings } from '../server/test-settings.js';

/** The live core without a database. Sources and boards come from the test. */
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
    const allSettings = testSettings(settings);
    this.index = new LiveQueryIndex(this.features, this.bus, clock, allSettings, this.telemetry);
    const definitions: BoardDefinitions = {
      get: (slug) => this.boards.get(slug),
      getOrThrow: (slug) => boardOrThrow(slug, this.boards.get(slug)),
      changeOf: (topic) => {
        const slug = slugOfTopic(topic);
        return slug === undefined ? undefined : { slug, reloadsPanels: true };
      },
    };
    this.activeBoards = new ActiveBoards(definitions, this.index, this.bus, clock, this.telemetry);
    this.assembler = new SnapshotAssembler(this.activeBoards, clock, allSettings);
    this.queue = new NotificationQueue(this.bus, this.activeBoards, clock, allSettings, this.telemetry);
    const manager = createCache({
      stores: [createLruKeyv(8 * allSettings.maxSnapshotBytes)],
      ttl: allSettings.cacheTtlMs,
    });
    this.cache = new SnapshotCache(manager, this.activeBoards, this.assembler, clock, this.telemetry);
  }

  /** Returns the snapshot that a client would get. */
  async readSnapshot(board: string, range?: TimeRange, since?: string): Promise<Snapshot> {
    const requested = range && isFixed(range) ? { from: isoOf(range.from), to: isoOf(range.to) } : { range };
    const { body } = await this.cache.get(board, requested, since);
    return JSON.parse(body.toString()) as Snapshot;
  }

  /** Returns the value of a panel with a single number. */
  async value(board: string, panel = 'p0'): Promise<number | undefined> {
    const { panels } = await this.readSnapshot(board);
    return panels[panel]?.frame?.fields[0]?.values[0] as number | undefined;
  }

  /** Returns the sum of the metric `boardcast_<name>` over all its labels. */
  async metric(name: string): Promise<number> {
    const values = (await this.telemetry.registry.getSingleMetric(`boardcast_${name}`)?.get())?.values ?? [];
    return values.reduce((sum, { value }) => sum + value, 0);
  }
}

function isoOf(ms: number): string {
  return new Date(ms).toISOString();
}
