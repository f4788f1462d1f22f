import { Module } from '@nestjs/common';
import { MetricsModule } from '../../metrics/metrics.module.js';
import { RecordsModule } from '../../records/records.module.js';
import { SmashingController } from './smashing.controller.js';

/** Jobs of Smashing and Dashing. */
@Module({ imports: [MetricsModule, RecordsModule], controllers: [SmashingController] })
export class SmashingModule {}
