import { Module, type OnModuleInit } from '@nestjs/common';
import { HttpAdapterHost } from '@nestjs/core';
import type { FastifyInstance } from 'fastify';
import { MetricsModule } from '../metrics/metrics.module.js';
import { MetricsController } from './metrics.controller.js';
import { PushController } from './push.controller.js';
import { installRawBodies } from './raw-body.js';

/** The API of metrics. It expects a `BoardLocator` from a global module, and Fastify. */
@Module({
  imports: [MetricsModule],
  controllers: [PushController, MetricsController],
})
export class IngestModule implements OnModuleInit {
  constructor(private readonly adapterHost: HttpAdapterHost) {}

  onModuleInit(): void {
    installRawBodies(this.adapterHost.httpAdapter.getInstance<FastifyInstance>());
  }
}
