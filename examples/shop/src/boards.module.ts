import { Module } from '@nestjs/common';
import { DashboardModule } from 'boardcast';
import { OrdersModule } from './orders.module.js';
import { OrdersSource } from './orders.source.js';
import { shopBoard } from './shop.board.js';
import { StockCollector } from './stock.collector.js';

/** Registers the source, the collector and the board of the shop. */
@Module({
  imports: [
    DashboardModule.forFeature({
      imports: [OrdersModule],
      sources: [OrdersSource],
      collectors: [StockCollector],
      boards: [shopBoard],
    }),
  ],
})
export class BoardsModule {}
