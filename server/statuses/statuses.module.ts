import { Global, Module } from '@nestjs/common';
import { DashboardCoreModule } from '../dashboard/dashboard-core.module.js';
import { DatabaseModule } from '../database/database.module.js';
import { TransferModule } from '../transfer/transfer.module.js';
import { StatusRetention } from './status-retention.js';
import { StatusTransfer } from './status-transfer.js';
import { StatusesController } from './statuses.controller.js';
import { StatusWriter } from './status-writer.js';
import { StatusesService } from './statuses.service.js';
import { StatusesSource } from './statuses.source.js';

/** Statuses: their API, storage, history, retention, and the source that shows them. */
@Global()
@Module({
  imports: [
    DatabaseModule,
    TransferModule,
    DashboardCoreModule.forFeature({ imports: [DatabaseModule], sources: [StatusesSource] }),
  ],
  controllers: [StatusesController],
  providers: [StatusesService, StatusWriter, StatusRetention, StatusTransfer],
  exports: [StatusesService, StatusWriter],
})
export class StatusesModule {}
