import { Module } from '@nestjs/common';
import { MetricsModule } from '../../metrics/metrics.module.js';
import { RecordsModule } from '../../records/records.module.js';
import { UptimeKumaController } from './uptime-kuma.controller.js';

/** Push monitors of Uptime Kuma. */
@Module({ imports: [MetricsModule, RecordsModule], controllers: [UptimeKumaController] })
export class UptimeKumaModule {}
