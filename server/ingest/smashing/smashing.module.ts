import { Module } from '@nestjs/common';
import { MetricsModule } from '../../metrics/metrics.module.js';
import { StatusesModule } from '../../statuses/statuses.module.js';
import { TablesModule } from '../../tables/tables.module.js';
import { SmashingController } from './smashing.controller.js';

/** Accepts data of Smashing and Dashing jobs. */
@Module({ imports: [MetricsModule, StatusesModule, TablesModule], controllers: [SmashingController] })
export class SmashingModule {}
