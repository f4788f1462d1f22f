import { Injectable } from '@nestjs/common';
import { Collector, type Sample } from 'boardcast';
import { Orders, PRODUCTS } from './orders.js';

/** Writes the stock of each product as a metric every 10 seconds, whether or not a board shows it. */
@Injectable()
export class StockCollector extends Collector {
  override readonly name = 'stock';
  override readonly every = '10s';

  constructor(private readonly orders: Orders) {
    super();
  }

  override collect(): Sample[] {
    return PRODUCTS.map((product) => ({
      key: 'shop.stock',
      value: this.orders.inStock(product),
      tags: { product },
    }));
  }
}
