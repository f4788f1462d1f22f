import { Module } from '@nestjs/common';
import { DashboardModule } from '../../dashboard/dashboard.module.js';
import { SystemCollector } from './system.collector.js';
import { thisServerBoard } from './this-server.board.js';

/** The machine that Boardcast runs on: a collector and the board that shows all of it. The model for modules like it. */
@Module({ imports: [DashboardModule.forFeature({ collectors: [SystemCollector], boards: [thisServerBoard] })] })
export class SystemModule {}
