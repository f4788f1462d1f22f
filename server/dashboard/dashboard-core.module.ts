import { CacheModule } from '@nestjs/cache-manager';
import { type DynamicModule, Module, type ModuleMetadata, type Provider, type Type } from '@nestjs/common';
import { ModuleRef, ModulesContainer } from '@nestjs/core';
import type { BoardDefinition } from '../../wire/schemas/board.js';
import { StartupError } from '../common/errors/startup-error.js';
import { Settings } from '../config/settings.js';
import { createLruKeyv } from './snapshots/lru-keyv.js';
import { ChangesController } from './notifications/changes.controller.js';
import { CollectorRunner } from './contracts/collector-runner.js';
import type { Collector } from './contracts/collector.js';
import { DashboardController } from './snapshots/dashboard.controller.js';
import { DashboardGateway } from './gateway/dashboard.gateway.js';
import { FeatureCollectors } from './feature-collectors.js';
import { FeatureRegistry } from './feature-registry.js';
import { FeatureScopes } from './feature-scopes.js';
import { NotificationQueue } from './notifications/notification-queue.js';
import { SnapshotCache } from './snapshots/snapshot-cache.js';
import { ActiveBoards } from './snapshots/active-boards.js';
import { SnapshotAssembler } from './snapshots/snapshot-assembler.js';
import { LiveQueryIndex } from './queries/live-query-index.js';
import { SourcesController } from './queries/sources.controller.js';
import type { Source } from './contracts/source.js';
import { WebSocketController } from './gateway/websocket.controller.js';

/** What a module contributes. */
export interface DashboardFeatures {
  /** Modules whose exported providers the sources and collectors inject. */
  imports?: ModuleMetadata['imports'];
  /** Providers that only the sources and collectors inject. */
  providers?: ModuleMetadata['providers'];
  /** Classes that answer the queries of panels. */
  sources?: Type<Source>[];
  /** Classes that write metrics on a schedule. */
  collectors?: Type<Collector>[];
  /**
   * Boards that are created once, at the first start with the module, unless their slug exists or was used before. Users can then
   * change and delete them.
   */
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
    ...unknown
  }: DashboardFeatures): DynamicModule {
    assertNoMembers(unknown);
    assertClasses('sources', sources);
    assertClasses('collectors', collectors);
    const token = Symbol('DashboardModule.forFeature');
    const registration: Provider = {
      provide: token,
      inject: [
        FeatureRegistry,
        { token: CollectorRunner, optional: true },
        ModulesContainer,
        ...sources,
        ...collectors,
      ],
      useFactory: (
        registry: FeatureRegistry,
        runner: CollectorRunner | undefined,
        modules: ModulesContainer,
        ...instances: (Source | Collector)[]
      ) => {
        const ownCollectors = instances.slice(sources.length) as Collector[];
        (instances.slice(0, sources.length) as Source[]).forEach((source) => {
          registry.addSource(source);
        });
        ownCollectors.forEach((collector) => {
          registry.addCollector(collector);
        });
        boards.forEach((board) => {
          registry.addBoard(board, importerOf(token, modules));
        });
        return new FeatureCollectors(runner, ownCollectors);
      },
    };
    const scopes: Provider = {
      provide: Symbol('scopes of features'),
      inject: [ModuleRef],
      useFactory: (moduleRef: ModuleRef) => new FeatureScopes(moduleRef, { source: sources, collector: collectors }),
    };
    return {
      module: DashboardCoreModule,
      imports,
      providers: [...providers, ...sources, ...collectors, registration, scopes],
    };
  }
}

/** @throws StartupError */
function assertNoMembers(unknown: object): void {
  const [name] = Object.keys(unknown);
  if (name === undefined) return;
  throw new StartupError(
    `DashboardModule.forFeature has no member ${name}. It has imports, providers, sources, collectors and boards.`,
  );
}

/** @throws StartupError */
function assertClasses(member: string, types: readonly unknown[]): void {
  types.forEach((type, index) => {
    if (typeof type === 'function') return;
    throw new StartupError(
      `${member}[${index}] of DashboardModule.forFeature is ${String(type)}, but must be a class. If it is undefined, its file and this ` +
        'one import each other.',
    );
  });
}

/** Returns the name of the module that imports the one with this provider. */
function importerOf(token: symbol, modules: ModulesContainer): string {
  const all = [...modules.values()];
  const importer = all.find(({ imports }) => Array.from(imports).some(({ providers }) => providers.has(token)));
  return importer?.name ?? 'unknown';
}
