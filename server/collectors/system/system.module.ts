import { Module } from '@nestjs/common';
import { DashboardModule } from '../../dashboard/dashboard.module.js';
import { SystemCollector } from './system.collector.js';
import { thisServerBoard } from './this-server.board.js';

/** Contributes a collector of system metrics and the board that shows them. An example for similar modules. */
@Module({ imports: [DashboardModule.forFeature({ collectors: [SystemCollector], boards: [thisServerBoard] })] })
export class SystemModule {}
