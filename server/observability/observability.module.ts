import { Module } from '@nestjs/common';
import { APP_FILTER } from '@nestjs/core';
import { DatabaseModule } from '../database/database.module.js';
import { ClientConfigController } from '../http/client-config.controller.js';
import { HealthController } from './health.controller.js';
import { PrometheusController } from './prometheus.controller.js';
import { ProblemFilter } from '../http/problems/problem.filter.js';
import { Readiness } from './readiness.js';

/** Health, metrics and error responses. Logging and security headers are set up by `configure`, which needs the whole application. */
@Module({
  imports: [DatabaseModule],
  controllers: [ClientConfigController, HealthController, PrometheusController],
  providers: [Readiness, { provide: APP_FILTER, useClass: ProblemFilter }],
})
export class ObservabilityModule {}
