import { Module } from '@nestjs/common';
import { APP_FILTER } from '@nestjs/core';
import { DatabaseModule } from '../database/database.module.js';
import { ClientConfigController } from '../http/client-config.controller.js';
import { HealthController } from './health.controller.js';
import { PrometheusController } from './prometheus.controller.js';
import { ProblemFilter } from '../http/problems/problem.filter.js';
import { ProcessMetrics } from './process-metrics.js';
import { Readiness } from './readiness.js';

/** What whoever runs the server needs; the rest of it is `configure`, which works on the application as a whole. */
@Module({
  imports: [DatabaseModule],
  controllers: [ClientConfigController, HealthController, PrometheusController],
  providers: [Readiness, ProcessMetrics, { provide: APP_FILTER, useClass: ProblemFilter }],
})
export class ObservabilityModule {}
