import { Module } from '@nestjs/common';
import { MetricsModule } from '../../metrics/metrics.module.js';
import { PushGatewayController } from './push-gateway.controller.js';
import { RemoteWriteController } from './remote-write.controller.js';

/** What Prometheus and its clients push: remote_write, and the paths of the Pushgateway. */
@Module({
  imports: [MetricsModule],
  controllers: [RemoteWriteController, PushGatewayController],
})
export class PrometheusModule {}
