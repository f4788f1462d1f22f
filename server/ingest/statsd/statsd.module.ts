import { Module } from '@nestjs/common';
import { MetricsModule } from '../../metrics/metrics.module.js';
import { StatsdServer } from './statsd.server.js';

/** Receives StatsD over UDP if `STATSD_PORT` is set. */
@Module({ imports: [MetricsModule], providers: [StatsdServer] })
export class StatsdModule {}
