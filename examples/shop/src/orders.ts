import { ConflictException, Injectable } from '@nestjs/common';

export const PRODUCTS = ['apples', 'bread', 'cheese'] as const;
export type Product = (typeof PRODUCTS)[number];

/** The topic that is published with every order. */
export const ORDERS_TOPIC = 'shop:orders';

/** The orders and the stock of the shop. A real shop would have a database. */
@Injectable()
export class Orders {
  private readonly ordered = new Map<Product, number>();
  private readonly stock = new Map<Product, number>(PRODUCTS.map((product) => [product, 20]));

  get count(): number {
    return [...this.ordered.values()].reduce((sum, count) => sum + count, 0);
  }

  place(product: Product): void {
    if (this.inStock(product) === 0) throw new ConflictException({ code: 'SOLD_OUT', product });
    this.stock.set(product, this.inStock(product) - 1);
    this.ordered.set(product, this.countOf(product) + 1);
  }

  countOf(product: Product): number {
    return this.ordered.get(product) ?? 0;
  }

  inStock(product: Product): number {
    return this.stock.get(product) ?? 0;
  }
}
