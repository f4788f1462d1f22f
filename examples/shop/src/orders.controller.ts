import { BadRequestException, Body, Controller, Get, Post } from '@nestjs/common';
import { EventWriter, Invalidates } from 'boardcast';
import { Orders, ORDERS_TOPIC, PRODUCTS } from './orders.js';
import { Public } from './staff.guard.js';

@Controller('orders')
export class OrdersController {
  constructor(
    private readonly orders: Orders,
    private readonly events: EventWriter,
  ) {}

  /** Places an order. Every board that shows orders is up to date within a second. */
  @Post()
  @Public()
  @Invalidates(ORDERS_TOPIC)
  async place(@Body('product') name: unknown): Promise<{ ordered: string }> {
    const product = PRODUCTS.find((each) => each === name);
    if (product === undefined) throw new BadRequestException(`The shop sells ${PRODUCTS.join(', ')}.`);
    this.orders.place(product);
    await this.events.write({ title: `Sold: ${product}`, level: 'ok', tags: { product } });
    return { ordered: product };
  }

  @Get()
  count(): { count: number } {
    return { count: this.orders.count };
  }
}
