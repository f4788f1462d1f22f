import { Module } from '@nestjs/common';
import { DashboardCoreModule } from '../dashboard/dashboard-core.module.js';
import { DatabaseModule } from '../database/database.module.js';
import { TransferModule } from '../transfer/transfer.module.js';
import { EventRetention } from './event-retention.js';
import { EventTransfer } from './event-transfer.js';
import { EventsController } from './events.controller.js';
import { EventsService } from './events.service.js';
import { EventsSource } from './events.source.js';

/** Events: their API, storage, retention, and the source that shows them. */
@Module({
  imports: [
    DatabaseModule,
    TransferModule,
    DashboardCoreModule.forFeature({ imports: [DatabaseModule], sources: [EventsSource] }),
  ],
  controllers: [EventsController],
  providers: [EventsService, EventRetention, EventTransfer],
  exports: [EventsService],
})
export class EventsModule {}
