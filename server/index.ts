import type { DynamicModule } from '@nestjs/common';
import { AppModule } from './app.module.js';
import { loadSettings } from './config/load-settings.js';
import { type SettingValues, createSettings } from './config/settings.js';
import { DashboardCoreModule } from './dashboard/dashboard-core.module.js';

/**
 * Boardcast as a part of your own Nest application. `DashboardModule.forRoot({ … })` imports all of it, `configure` sets up the
 * application, and `DashboardModule.forFeature({ sources, collectors })` adds your own sources and collectors:
 *
 *     const app = await NestFactory.create<NestFastifyApplication>(YourModule, createAdapter());
 *     await configure(app);
 */
export class DashboardModule extends DashboardCoreModule {
  /** @param settings override those of the environment */
  static override forRoot(settings: Partial<SettingValues> = {}): DynamicModule {
    return AppModule.forRoot(() => createSettings(loadSettings(), settings));
  }
}

export { Clock } from './common/time/clock.js';
export { Problem } from './common/errors/problem.js';
export { Settings, type SettingValues } from './config/settings.js';
export { type CollectContext, Collector, type Sample } from './dashboard/contracts/collector.js';
export type { DashboardFeatures } from './dashboard/dashboard-core.module.js';
export { Invalidates } from './dashboard/notifications/invalidates.decorator.js';
export { NotificationQueue } from './dashboard/notifications/notification-queue.js';
export { type ExpectedInterval, type LoadContext, type LoadedFrame, Source } from './dashboard/contracts/source.js';
export { configure, type ConfigureOptions } from './configure-app.js';
export { createAdapter } from './http/fastify-adapter.js';
export type { BoardInput, Query } from '../wire/schemas/board.js';
export type { FieldType, Frame, FrameField, FieldValue, Tags } from '../wire/schemas/frame.js';
export type { Range } from '../wire/range.js';
