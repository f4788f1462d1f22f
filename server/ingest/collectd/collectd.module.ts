import { Module } from '@nestjs/common';
import { MetricsModule } from '../../metrics/metrics.module.js';
import { RecordsModule } from '../records/records.module.js';
import { CollectdService } from './collectd.service.js';

/** Stores the JSON of collectd's plugin write_http, which the webhooks controller receives. */
@Module({ imports: [MetricsModule, RecordsModule], providers: [CollectdService], exports: [CollectdService] })
export class CollectdModule {}
