import { Module } from '@nestjs/common';
import { InfluxModule } from './influx/influx.module.js';
import { OtlpModule } from './otlp/otlp.module.js';
import { PrometheusModule } from './prometheus/prometheus.module.js';
import { SmashingModule } from './smashing/smashing.module.js';
import { StatsdModule } from './statsd/statsd.module.js';
import { UptimeKumaModule } from './uptime-kuma/uptime-kuma.module.js';
import { WebhooksModule } from './webhooks/webhooks.module.js';

/** The protocols of other systems. They need Fastify, and a global module that provides `BoardLocator`. */
@Module({
  imports: [InfluxModule, OtlpModule, PrometheusModule, SmashingModule, StatsdModule, UptimeKumaModule, WebhooksModule],
})
export class IngestModule {}
