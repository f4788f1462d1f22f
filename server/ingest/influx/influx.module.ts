import { Module } from '@nestjs/common';
import { MetricsModule } from '../../metrics/metrics.module.js';
import { InfluxV1Controller } from './influx-v1.controller.js';
import { InfluxV2Controller } from './influx-v2.controller.js';
import { InfluxWriter } from './influx-writer.js';

/** Accepts InfluxDB's line protocol at the paths of its versions 1 and 2. */
@Module({
  imports: [MetricsModule],
  controllers: [InfluxV1Controller, InfluxV2Controller],
  providers: [InfluxWriter],
})
export class InfluxModule {}
