import type { BoardInput } from 'boardcast';

/** Created once, when the application starts with this board for the first time. */
export const shopBoard: BoardInput = {
  slug: 'shop',
  title: 'Shop',
  panels: [
    {
      id: 'orders',
      type: 'bars',
      title: 'Orders',
      layout: { x: 0, y: 0, w: 6, h: 4 },
      query: { source: 'orders' },
      options: {},
    },
    {
      id: 'stock',
      type: 'chart',
      title: 'Stock',
      layout: { x: 6, y: 0, w: 6, h: 4 },
      query: { source: 'metrics', metric: 'shop.stock' },
      options: {},
    },
    {
      id: 'sold',
      type: 'events',
      title: 'Sold',
      layout: { x: 0, y: 4, w: 12, h: 4 },
      query: { source: 'events' },
      options: {},
    },
  ],
};
