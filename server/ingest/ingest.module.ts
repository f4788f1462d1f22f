import { Module } from '@nestjs/common';
import { MetricsModule } from '../metrics/metrics.module.js';
import { RecordsModule } from '../records/records.module.js';
import { EventsController } from './events.controller.js';
import { InfluxModule } from './influx/influx.module.js';
import { MetricsController } from './metrics.controller.js';
import { OtlpModule } from './otlp/otlp.module.js';
import { PrometheusModule } from './prometheus/prometheus.module.js';
import { PushController } from './push.controller.js';
import { SmashingModule } from './smashing/smashing.module.js';
import { StatsdModule } from './statsd/statsd.module.js';
import { StatusesController } from './statuses.controller.js';
import { TablesController } from './tables.controller.js';
import { UptimeKumaModule } from './uptime-kuma/uptime-kuma.module.js';
import { WebhooksModule } from './webhooks/webhooks.module.js';

/** The API of metrics, statuses, events and tables. It expects a `BoardLocator` from a global module, and Fastify. */
@Module({
  exports: [WebhooksModule],
  imports: [
    MetricsModule,
    RecordsModule,
    InfluxModule,
    OtlpModule,
    PrometheusModule,
    SmashingModule,
    StatsdModule,
    UptimeKumaModule,
    WebhooksModule,
  ],
  controllers: [PushController, MetricsController, StatusesController, EventsController, TablesController],
})
export class IngestModule {}
