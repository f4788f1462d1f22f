import { Module } from '@nestjs/common';
import { DashboardModule } from 'boardcast';
import { BoardsModule } from './boards.module.js';
import { HealthController } from './health.controller.js';
import { OrdersModule } from './orders.module.js';
import { IS_PUBLIC } from './staff.guard.js';
import { StaffModule } from './staff.module.js';
import { Staff } from './staff.js';

@Module({
  imports: [
    DashboardModule.forRootAsync({
      imports: [StaffModule],
      inject: [Staff],
      useFactory: (staff: Staff) => ({
        dataDir: process.env.DATA_DIR,
        authorize: (request) => staff.principalOf(request),
        // The guard of the shop accepts all requests to Boardcast, because `authorize` checks them.
        routeMetadata: { [IS_PUBLIC]: true },
      }),
    }),
    OrdersModule,
    BoardsModule,
    StaffModule,
  ],
  controllers: [HealthController],
})
export class ShopModule {}
