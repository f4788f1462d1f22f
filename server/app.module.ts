import { type CanActivate, type DynamicModule, Module, type Type } from '@nestjs/common';
import { APP_GUARD } from '@nestjs/core';
import { AccessModule } from './access/access.module.js';
import type { Authorize } from './access/principal.js';
import { CommonModule } from './common/common.module.js';
import { ChangeBusModule } from './change-bus/change-bus.module.js';
import { BoardsModule } from './boards/boards.module.js';
import { ConfigModule } from './config/config.module.js';
import type { Settings } from './config/settings.js';
import { DashboardCoreModule } from './dashboard/dashboard-core.module.js';
import { DatabaseModule } from './database/database.module.js';
import { IngestModule } from './ingest/ingest.module.js';
import { MetricsModule } from './metrics/metrics.module.js';
import { ObservabilityModule } from './observability/observability.module.js';
import { EventsModule } from './events/events.module.js';
import { HttpModule } from './http/http.module.js';
import { StatusesModule } from './statuses/statuses.module.js';
import { TablesModule } from './tables/tables.module.js';
import { CollectorsModule } from './collectors/collectors.module.js';
import { SystemModule } from './collectors/system/system.module.js';
import { TransferModule } from './transfer/transfer.module.js';

export interface AppModuleOptions {
  /** The option `authorize` of the application that embeds Boardcast. */
  readonly authorize?: Authorize | undefined;
  /** Guards the routes of all controllers: those of the API, health and metrics. */
  readonly guard?: CanActivate | undefined;
  /** Modules to load in addition: extensions. */
  readonly extensions?: readonly (Type | DynamicModule)[];
}

/** The root module, and the only list of all modules. */
@Module({})
export class AppModule {
  static forRoot(settings: Settings, { authorize, guard, extensions = [] }: AppModuleOptions = {}): DynamicModule {
    return {
      module: AppModule,
      imports: [
        CommonModule,
        ConfigModule.forRoot(settings),
        DatabaseModule,
        HttpModule,
        ChangeBusModule,
        AccessModule.forRoot(authorize),
        DashboardCoreModule.forRoot(),
        MetricsModule,
        EventsModule,
        StatusesModule,
        TablesModule,
        IngestModule,
        CollectorsModule,
        SystemModule,
        BoardsModule,
        TransferModule,
        ObservabilityModule,
        ...extensions,
      ],
      providers: guard ? [{ provide: APP_GUARD, useValue: guard }] : [],
    };
  }
}
