import { Module } from '@nestjs/common';
import { MetricsModule } from '../../metrics/metrics.module.js';
import { StatusesModule } from '../../statuses/statuses.module.js';
import { UptimeKumaController } from './uptime-kuma.controller.js';

/** Push monitors of Uptime Kuma. */
@Module({ imports: [MetricsModule, StatusesModule], controllers: [UptimeKumaController] })
export class UptimeKumaModule {}
