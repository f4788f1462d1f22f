import { Module } from '@nestjs/common';
import { MetricsModule } from '../metrics/metrics.module.js';
import { CollectorScheduler } from './collector-scheduler.js';

/** Runs the collectors of all modules. */
@Module({ imports: [MetricsModule], providers: [CollectorScheduler] })
export class CollectorsModule {}
