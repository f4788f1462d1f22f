import { Module } from '@nestjs/common';
import { DashboardModule } from '../dashboard/dashboard.module.js';
import { DatabaseModule } from '../database/database.module.js';
import { EventRetention } from './events/event-retention.js';
import { Events } from './events/events.js';
import { EventsSource } from './events/events.source.js';
import { RecordBatches } from './record-batches.js';
import { RecordTelemetry } from './record-telemetry.js';
import { StatusRetention } from './statuses/status-retention.js';
import { Statuses } from './statuses/statuses.js';
import { StatusesSource } from './statuses/statuses.source.js';
import { StoredTables } from './tables/stored-tables.js';
import { TablesSource } from './tables/tables.source.js';
import { RecordTransfer } from './transfer/record-transfer.js';

/** What is pushed beside metrics: statuses, events and tables, each with the source that shows it. */
@Module({
  imports: [
    DatabaseModule,
    DashboardModule.forFeature({
      imports: [DatabaseModule],
      sources: [StatusesSource, EventsSource, TablesSource],
    }),
  ],
  providers: [
    RecordTelemetry,
    RecordBatches,
    Statuses,
    Events,
    EventRetention,
    StatusRetention,
    StoredTables,
    RecordTransfer,
  ],
  exports: [RecordBatches, Statuses, Events, StoredTables, RecordTransfer],
})
export class RecordsModule {}
