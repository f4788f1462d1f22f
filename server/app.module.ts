import { type DynamicModule, Module } from '@nestjs/common';
import { AccessModule } from './access/access.module.js';
import { BaseModule } from './base/base.module.js';
import { BusModule } from './bus/bus.module.js';
import { BoardsModule } from './boards/boards.module.js';
import { ConfigModule } from './config/config.module.js';
import type { Settings } from './config/settings.js';
import { DashboardModule } from './dashboard/dashboard.module.js';
import { DatabaseModule } from './database/database.module.js';
import { IngestModule } from './ingest/ingest.module.js';
import { MetricsModule } from './metrics/metrics.module.js';
import { OperationsModule } from './operations/operations.module.js';
import { RecordsModule } from './records/records.module.js';
import { SourcesModule } from './sources/sources.module.js';
import { SystemModule } from './sources/system/system.module.js';
import { TransferModule } from './transfer/transfer.module.js';

/** The whole of Boardcast; the only list of its modules. */
@Module({})
export class AppModule {
  static forRoot(settings: Settings | (() => Settings)): DynamicModule {
    return {
      module: AppModule,
      imports: [
        BaseModule,
        ConfigModule.forRoot(settings),
        DatabaseModule,
        BusModule,
        AccessModule,
        DashboardModule.forRoot(),
        MetricsModule,
        RecordsModule,
        IngestModule,
        SourcesModule,
        SystemModule,
        BoardsModule,
        TransferModule,
        OperationsModule,
      ],
    };
  }
}
