import { Global, Module } from '@nestjs/common';
import { DashboardCoreModule } from '../dashboard/dashboard-core.module.js';
import { DatabaseModule } from '../database/database.module.js';
import { TransferModule } from '../transfer/transfer.module.js';
import { EventRetention } from './event-retention.js';
import { EventTransfer } from './event-transfer.js';
import { EventsController } from './events.controller.js';
import { EventWriter } from './event-writer.js';
import { EventsService } from './events.service.js';
import { EventsSource } from './events.source.js';

/** Events: their API, storage, retention, and the source that shows them. */
@Global()
@Module({
  imports: [
    DatabaseModule,
    TransferModule,
    DashboardCoreModule.forFeature({ imports: [DatabaseModule], sources: [EventsSource] }),
  ],
  controllers: [EventsController],
  providers: [EventsService, EventWriter, EventRetention, EventTransfer],
  exports: [EventsService, EventWriter],
})
export class EventsModule {}
