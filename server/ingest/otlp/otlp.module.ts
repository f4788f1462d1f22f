import { Module } from '@nestjs/common';
import { DatabaseModule } from '../../database/database.module.js';
import { MetricsModule } from '../../metrics/metrics.module.js';
import { EventsModule } from '../../events/events.module.js';
import { OtlpService } from './otlp.service.js';
import { OtlpController } from './otlp.controller.js';

/** OpenTelemetry's protocol in: metrics and logs, over HTTP. */
@Module({
  imports: [DatabaseModule, EventsModule, MetricsModule],
  controllers: [OtlpController],
  providers: [OtlpService],
})
export class OtlpModule {}
