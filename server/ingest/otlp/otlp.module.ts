import { Module } from '@nestjs/common';
import { DatabaseModule } from '../../database/database.module.js';
import { MetricsModule } from '../../metrics/metrics.module.js';
import { RecordsModule } from '../../records/records.module.js';
import { Otlp } from './otlp.js';
import { OtlpController } from './otlp.controller.js';

/** OpenTelemetry's protocol in: metrics and logs, over HTTP. */
@Module({ imports: [DatabaseModule, MetricsModule, RecordsModule], controllers: [OtlpController], providers: [Otlp] })
export class OtlpModule {}
