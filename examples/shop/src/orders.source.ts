import { Injectable } from '@nestjs/common';
import { type LoadedFrame, Source } from 'boardcast';
import { z } from 'zod';
import { Orders, ORDERS_TOPIC, PRODUCTS } from './orders.js';

const querySchema = z.object({ source: z.literal('orders') });

/** Answers `{ "source": "orders" }` with the number of orders of each product. It runs only while a board shows it. */
@Injectable()
export class OrdersSource extends Source<z.infer<typeof querySchema>> {
  override readonly name = 'orders';
  override readonly schema = querySchema;
  override readonly local = true;

  constructor(private readonly orders: Orders) {
    super();
  }

  override topics(): readonly string[] {
    return [ORDERS_TOPIC];
  }

  override load(): Promise<LoadedFrame> {
    return Promise.resolve({
      fields: [
        { name: 'product', type: 'string', values: [...PRODUCTS] },
        { name: 'orders', type: 'number', values: PRODUCTS.map((product) => this.orders.countOf(product)) },
      ],
      whole: true,
    });
  }
}
