import { Module } from '@nestjs/common';
import { DashboardCoreModule } from '../../dashboard/dashboard-core.module.js';
import { SystemCollector } from './system.collector.js';
import { thisServerBoard } from './this-server.board.js';

/** Contributes a collector of system metrics, and the board that shows them. */
@Module({
  imports: [DashboardCoreModule.forFeature({ collectors: [SystemCollector], boards: [thisServerBoard] })],
})
export class SystemModule {}
