import { Module } from '@nestjs/common';
import { DatabaseModule } from '../../database/database.module.js';
import { MetricsModule } from '../../metrics/metrics.module.js';
import { StatusesModule } from '../../statuses/statuses.module.js';
import { TransferModule } from '../../transfer/transfer.module.js';
import { CollectdModule } from '../collectd/collectd.module.js';
import { MappingThread } from './thread/mapping-thread.js';
import { WebhookTransfer } from './webhook-transfer.js';
import { WebhookStore } from './webhook-store.js';
import { WebhooksController } from './webhooks.controller.js';
import { Webhooks } from './webhooks.js';

/** Any JSON that others send, by mappings. */
@Module({
  imports: [CollectdModule, DatabaseModule, MetricsModule, StatusesModule, TransferModule],
  controllers: [WebhooksController],
  providers: [MappingThread, Webhooks, WebhookStore, WebhookTransfer],
})
export class WebhooksModule {}
