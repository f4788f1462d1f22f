import { Global, Module } from '@nestjs/common';
import { DashboardCoreModule } from '../dashboard/dashboard-core.module.js';
import { DatabaseModule } from '../database/database.module.js';
import { TransferModule } from '../transfer/transfer.module.js';
import { TableWriter } from './table-writer.js';
import { TablesService } from './tables.service.js';
import { TableTransfer } from './table-transfer.js';
import { TablesController } from './tables.controller.js';
import { TablesSource } from './tables.source.js';

/** Tables: their API, storage, and the source that shows them. */
@Global()
@Module({
  imports: [
    DatabaseModule,
    TransferModule,
    DashboardCoreModule.forFeature({ imports: [DatabaseModule], sources: [TablesSource] }),
  ],
  controllers: [TablesController],
  providers: [TablesService, TableWriter, TableTransfer],
  exports: [TablesService, TableWriter],
})
export class TablesModule {}
