import { Module } from '@nestjs/common';
import { DashboardModule } from '../dashboard/dashboard.module.js';
import { DatabaseModule } from '../database/database.module.js';
import { TransferModule } from '../transfer/transfer.module.js';
import { StoredTables } from './stored-tables.js';
import { TableTransfer } from './table-transfer.js';
import { TablesController } from './tables.controller.js';
import { TablesSource } from './tables.source.js';

/** Tables: their API, storage, and the source that shows them. */
@Module({
  imports: [
    DatabaseModule,
    TransferModule,
    DashboardModule.forFeature({ imports: [DatabaseModule], sources: [TablesSource] }),
  ],
  controllers: [TablesController],
  providers: [StoredTables, TableTransfer],
  exports: [StoredTables],
})
export class TablesModule {}
