import { Module } from '@nestjs/common';
import { DatabaseModule } from '../../database/database.module.js';
import { MetricsModule } from '../../metrics/metrics.module.js';
import { RecordsModule } from '../../records/records.module.js';
import { WebhookStore } from './webhook-store.js';
import { WebhooksController } from './webhooks.controller.js';
import { Webhooks } from './webhooks.js';

/** Any JSON that others send, by mappings. */
@Module({
  imports: [DatabaseModule, MetricsModule, RecordsModule],
  controllers: [WebhooksController],
  providers: [Webhooks, WebhookStore],
})
export class WebhooksModule {}
