import { type DynamicModule, type FactoryProvider, Module, type ModuleMetadata } from '@nestjs/common';
import { ExternalContextCreator, HttpAdapterHost, ModulesContainer } from '@nestjs/core';
import { Boards } from './boards/boards.js';
import { Clock } from './common/time/clock.js';
import { Settings } from './config/settings.js';
import { CollectorRunner } from './dashboard/contracts/collector-runner.js';
import { DashboardCoreModule, type DashboardFeatures } from './dashboard/dashboard-core.module.js';
import { FeatureRegistry } from './dashboard/feature-registry.js';
import { NotificationQueue } from './dashboard/notifications/notification-queue.js';
import type { DashboardOptions } from './embedding/dashboard-options.js';
import { EmbeddedServer } from './embedded-server.js';
import { EventWriter } from './events/event-writer.js';
import { MetricWriter } from './metrics/metric-writer.js';
import { StatusWriter } from './statuses/status-writer.js';
import { TableWriter } from './tables/table-writer.js';

/** Options of `DashboardModule.forRootAsync`. */
export interface DashboardAsyncOptions {
  /** Modules that export the providers in `inject`. Those of global modules need no import. */
  imports?: ModuleMetadata['imports'];
  /** The providers that `useFactory` gets. */
  inject?: FactoryProvider['inject'];
  /** Returns the options of `forRoot`, or a promise of them. Its arguments are the providers in `inject`. */
  useFactory: FactoryProvider<DashboardOptions>['useFactory'];
}

const OPTIONS = Symbol('DashboardOptions');

/** What any module of an application with Boardcast can inject. */
const PUBLIC_PROVIDERS = [
  NotificationQueue,
  MetricWriter,
  StatusWriter,
  EventWriter,
  TableWriter,
  Boards,
  FeatureRegistry,
  CollectorRunner,
  Clock,
  Settings,
];

/**
 * Boardcast as a part of your own Nest application, on Express or Fastify. Import it once:
 *
 * ```ts
 * @Module({ imports: [DashboardModule.forRoot({ prefix: '/boards' })] })
 * export class AppModule {}
 * ```
 *
 * Then the application answers at `/boards/`, and any module can inject `NotificationQueue` and the writers, use `@Invalidates`,
 * and add sources and collectors with `DashboardModule.forFeature`.
 */
@Module({})
export class DashboardModule {
  /**
   * Adds Boardcast to the application. Import the result once, in any module. Its providers are global.
   * @param options all of them have defaults. Invalid ones prevent the start, with a message that names all of them.
   */
  static forRoot(options: DashboardOptions = {}): DynamicModule {
    return DashboardModule.forRootAsync({ useFactory: () => options });
  }

  /**
   * Like `forRoot`, with options that depend on other providers, like those of a configuration module.
   * @param options how the options are created
   */
  static forRootAsync({ imports = [], inject = [], useFactory }: DashboardAsyncOptions): DynamicModule {
    return {
      module: DashboardModule,
      global: true,
      imports,
      providers: [
        { provide: OPTIONS, inject, useFactory },
        {
          provide: EmbeddedServer,
          inject: [OPTIONS, HttpAdapterHost, ExternalContextCreator, ModulesContainer],
          useFactory: EmbeddedServer.create.bind(EmbeddedServer),
        },
        ...PUBLIC_PROVIDERS.map((token) => ({
          provide: token,
          inject: [EmbeddedServer],
          useFactory: (server: EmbeddedServer) => server.provide<object>(token),
        })),
      ],
      exports: PUBLIC_PROVIDERS,
    };
  }

  /**
   * Registers sources, collectors and boards. Import the result in your module.
   * @param features what the module contributes. Invalid features prevent the start, with a message that names the class or module.
   */
  static forFeature(features: DashboardFeatures): DynamicModule {
    return DashboardCoreModule.forFeature(features);
  }
}
