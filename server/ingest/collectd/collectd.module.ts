import { Module } from '@nestjs/common';
import { MetricsModule } from '../../metrics/metrics.module.js';
import { StatusesModule } from '../../statuses/statuses.module.js';
import { Collectd } from './collectd.js';

/** JSON of collectd's plugin write_http; the webhooks' controller answers it. */
@Module({ imports: [MetricsModule, StatusesModule], providers: [Collectd], exports: [Collectd] })
export class CollectdModule {}
