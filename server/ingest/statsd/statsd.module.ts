import { Module } from '@nestjs/common';
import { MetricsModule } from '../../metrics/metrics.module.js';
import { StatsdServer } from './statsd.server.js';

/** StatsD over UDP, where STATSD_PORT is set. */
@Module({ imports: [MetricsModule], providers: [StatsdServer] })
export class StatsdModule {}
