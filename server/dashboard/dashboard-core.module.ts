import { CacheModule } from '@nestjs/cache-manager';
import { type DynamicModule, Module, type ModuleMetadata, type Provider, type Type } from '@nestjs/common';
import type { BoardDefinition } from '../../wire/schemas/board.js';
import { Settings } from '../config/settings.js';
import { createLruKeyv } from './snapshots/lru-keyv.js';
import { ChangesController } from './notifications/changes.controller.js';
import type { Collector } from './contracts/collector.js';
import { DashboardController } from './snapshots/dashboard.controller.js';
import { DashboardGateway } from './gateway/dashboard.gateway.js';
import { FeatureRegistry } from './feature-registry.js';
import { NotificationQueue } from './notifications/notification-queue.js';
import { SnapshotCache } from './snapshots/snapshot-cache.js';
import { ActiveBoards } from './snapshots/active-boards.js';
import { SnapshotAssembler } from './snapshots/snapshot-assembler.js';
import { LiveQueryIndex } from './queries/live-query-index.js';
import { SourcesController } from './queries/sources.controller.js';
import type { Source } from './contracts/source.js';
import { WebSocketController } from './gateway/websocket.controller.js';

/** The features that a module adds. Its sources and collectors can inject what `imports` and `providers` provide. */
export interface DashboardFeatures extends Pick<ModuleMetadata, 'imports' | 'providers'> {
  sources?: Type<Source>[];
  collectors?: Type<Collector>[];
  /** Boards that are created together with a new database. */
  boards?: BoardDefinition[];
}

/** The snapshot cache may take as much memory as this many of the largest snapshots. */
const CACHED_SNAPSHOTS = 8;

@Module({})
export class DashboardCoreModule {
  /** Imports the live core, once per application. It expects `BoardDefinitions` from a global module. */
  static forRoot(): DynamicModule {
    return {
      module: DashboardCoreModule,
      global: true,
      imports: [
        CacheModule.registerAsync({
          inject: [Settings],
          useFactory: ({ cacheTtlMs, maxSnapshotBytes }: Settings) => ({
            ttl: cacheTtlMs,
            stores: [createLruKeyv(CACHED_SNAPSHOTS * maxSnapshotBytes)],
          }),
        }),
      ],
      controllers: [DashboardController, ChangesController, SourcesController, WebSocketController],
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

  /** Registers sources, collectors and boards of a module. */
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
    return { module: DashboardCoreModule, imports, providers: [...providers, ...sources, ...collectors, registration] };
  }
}
