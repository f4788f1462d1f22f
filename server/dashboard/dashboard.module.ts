import { CacheModule } from '@nestjs/cache-manager';
import { type DynamicModule, Module, type ModuleMetadata, type Provider, type Type } from '@nestjs/common';
import type { BoardInput } from '../../wire/board.js';
import { Settings } from '../config/settings.js';
import { boundedMemory } from './snapshots/bounded-cache-store.js';
import { ChangesController } from './notifications/changes.controller.js';
import type { Collector } from './collector.js';
import { DashboardController } from './snapshots/dashboard.controller.js';
import { DashboardGateway } from './gateway/dashboard.gateway.js';
import { FeatureRegistry } from './feature-registry.js';
import { NotificationQueue } from './notifications/notification-queue.js';
import { SnapshotCache } from './snapshots/snapshot-cache.js';
import { ActiveBoards } from './snapshots/active-boards.js';
import { SnapshotAssembler } from './snapshots/snapshot-assembler.js';
import { LiveQueryIndex } from './queries/live-query-index.js';
import type { Source } from './source.js';
import { WebSocketController } from './gateway/websocket.controller.js';

/** What a module contributes; `imports` and `providers` are what its sources and collectors are injected with. */
export interface DashboardFeatures extends Pick<ModuleMetadata, 'imports' | 'providers'> {
  sources?: Type<Source>[];
  collectors?: Type<Collector>[];
  /** Boards that are made together with a new database. */
  boards?: BoardInput[];
}

/** All answers that are kept may take as much as this many of the largest. */
const KEPT_SNAPSHOTS = 8;

@Module({})
export class DashboardModule {
  /** The live core, once per application. It expects `BoardDefinitions` from a global module. */
  static forRoot(): DynamicModule {
    return {
      module: DashboardModule,
      global: true,
      imports: [
        CacheModule.registerAsync({
          inject: [Settings],
          useFactory: ({ cacheTtlMs, maxSnapshotBytes }: Settings) => ({
            ttl: cacheTtlMs,
            stores: [boundedMemory(KEPT_SNAPSHOTS * maxSnapshotBytes)],
          }),
        }),
      ],
      controllers: [DashboardController, ChangesController, WebSocketController],
      providers: [
        FeatureRegistry,
        LiveQueryIndex,
        ActiveBoards,
        SnapshotAssembler,
        SnapshotCache,
        NotificationQueue,
        DashboardGateway,
      ],
      exports: [FeatureRegistry, NotificationQueue],
    };
  }

  /** Contributes sources, collectors and boards; they register themselves. */
  static forFeature({
    sources = [],
    collectors = [],
    boards = [],
    imports = [],
    providers = [],
  }: DashboardFeatures): DynamicModule {
    const registration: Provider = {
      provide: Symbol('features'),
      inject: [FeatureRegistry, ...sources, ...collectors],
      useFactory: (registry: FeatureRegistry, ...instances: (Source | Collector)[]) => {
        instances.slice(0, sources.length).forEach((source) => {
          registry.addSource(source as Source);
        });
        instances.slice(sources.length).forEach((collector) => {
          registry.addCollector(collector as Collector);
        });
        boards.forEach((board) => {
          registry.addBoard(board);
        });
        return instances;
      },
    };
    return { module: DashboardModule, imports, providers: [...providers, ...sources, ...collectors, registration] };
  }
}
