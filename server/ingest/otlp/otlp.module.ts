import { Module } from '@nestjs/common';
import { DatabaseModule } from '../../database/database.module.js';
import { MetricsModule } from '../../metrics/metrics.module.js';
import { EventsModule } from '../../events/events.module.js';
import { OtlpService } from './otlp.service.js';
import { OtlpController } from './otlp.controller.js';

/** Receives metrics and logs in OpenTelemetry's protocol (OTLP/HTTP). */
@Module({
  imports: [DatabaseModule, EventsModule, MetricsModule],
  controllers: [OtlpController],
  providers: [OtlpService],
})
export class OtlpModule {}
