import { Module } from '@nestjs/common';
import { MetricsModule } from '../../metrics/metrics.module.js';
import { PushGatewayController } from './push-gateway.controller.js';
import { RemoteWriteController } from './remote-write.controller.js';

/** Receives remote_write, and pushes at the paths of a Pushgateway. */
@Module({
  imports: [MetricsModule],
  controllers: [RemoteWriteController, PushGatewayController],
})
export class PrometheusModule {}
