import { Module } from '@nestjs/common';
import { DashboardCoreModule } from '../dashboard/dashboard-core.module.js';
import { DatabaseModule } from '../database/database.module.js';
import { TransferModule } from '../transfer/transfer.module.js';
import { TablesService } from './tables.service.js';
import { TableTransfer } from './table-transfer.js';
import { TablesController } from './tables.controller.js';
import { TablesSource } from './tables.source.js';

/** Tables: their API, storage, and the source that shows them. */
@Module({
  imports: [
    DatabaseModule,
    TransferModule,
    DashboardCoreModule.forFeature({ imports: [DatabaseModule], sources: [TablesSource] }),
  ],
  controllers: [TablesController],
  providers: [TablesService, TableTransfer],
  exports: [TablesService],
})
export class TablesModule {}
