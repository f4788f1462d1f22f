import { Global, Module } from '@nestjs/common';
import { CollectorRunner } from '../dashboard/contracts/collector-runner.js';
import { MetricsModule } from '../metrics/metrics.module.js';
import { CollectorScheduler } from './collector-scheduler.js';

/** Runs the collectors of all modules. */
@Global()
@Module({
  imports: [MetricsModule],
  providers: [{ provide: CollectorRunner, useClass: CollectorScheduler }],
  exports: [CollectorRunner],
})
export class CollectorsModule {}
