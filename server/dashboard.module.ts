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
    return AppModule.forRoot(() => createSettings({ ...loadSettings(), ...settings }));
  }
}
