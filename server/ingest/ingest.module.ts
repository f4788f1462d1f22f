import { Module } from '@nestjs/common';
import { MetricsModule } from '../metrics/metrics.module.js';
import { MetricsController } from './metrics.controller.js';
import { PushController } from './push.controller.js';

/** The API of metrics. It expects a `BoardLocator` from a global module, and Fastify. */
@Module({
  imports: [MetricsModule],
  controllers: [PushController, MetricsController],
})
export class IngestModule {}
