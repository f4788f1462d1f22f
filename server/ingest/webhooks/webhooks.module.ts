import { Module } from '@nestjs/common';
import { DatabaseModule } from '../../database/database.module.js';
import { MetricsModule } from '../../metrics/metrics.module.js';
import { TransferModule } from '../../transfer/transfer.module.js';
import { CollectdModule } from '../collectd/collectd.module.js';
import { RecordsModule } from '../records/records.module.js';
import { MappingThread } from './mapping-thread.js';
import { WebhookTransfer } from './webhook-transfer.js';
import { WebhooksRepository } from './storage/webhooks.repository.js';
import { WebhooksController } from './webhooks.controller.js';
import { WebhooksService } from './webhooks.service.js';

/** Receives JSON of any sender, which mappings convert. */
@Module({
  imports: [CollectdModule, DatabaseModule, MetricsModule, RecordsModule, TransferModule],
  controllers: [WebhooksController],
  providers: [MappingThread, WebhooksService, WebhooksRepository, WebhookTransfer],
})
export class WebhooksModule {}
