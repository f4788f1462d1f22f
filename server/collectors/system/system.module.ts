import { Module } from '@nestjs/common';
import { DashboardCoreModule } from '../../dashboard/dashboard-core.module.js';
import { FeatureRegistry } from '../../dashboard/feature-registry.js';
import { SystemCollector } from './system.collector.js';
import { thisServerBoard } from './this-server.board.js';

/** Contributes a collector of system metrics, and the board that shows them in a new database. */
@Module({ imports: [DashboardCoreModule.forFeature({ collectors: [SystemCollector] })] })
export class SystemModule {
  constructor(registry: FeatureRegistry) {
    registry.addSeedBoard(thisServerBoard, SystemModule.name);
  }
}
