import { Module } from '@nestjs/common';
import { DatabaseModule } from '../../database/database.module.js';
import { RecordBatchService } from './record-batch.service.js';

/** Stores the statuses and events of a request together. */
@Module({ imports: [DatabaseModule], providers: [RecordBatchService], exports: [RecordBatchService] })
export class RecordsModule {}
