import { events, metric, values, type BoardTemplate } from './board-template';

/** Sales of a shop. */
export const sales: BoardTemplate = {
  id: 'sales',
  name: $localize`Sales`,
  about: $localize`Orders, revenue, best sellers and countries, compared with the day before.`,
  range: '24h',
  panels: [
    metric(
      'number',
      $localize`Revenue`,
      'sales.revenue',
      [0, 0, 4, 2],
      { unit: 'EUR', decimals: 0, goodDirection: 'up', color: 3 },
      {
        aggregate: 'sum',
      },
    ),
    metric(
      'number',
      $localize`Orders`,
      'sales.orders',
      [4, 0, 4, 2],
      { goodDirection: 'up', color: 1 },
      { aggregate: 'sum' },
    ),
    metric('number', $localize`Abandoned carts`, 'sales.carts.abandoned', [8, 0, 4, 2], {
      unit: 'percent',
      decimals: 1,
      goodDirection: 'down',
      color: 2,
      thresholds: { warn: 70, crit: 85 },
    }),
    metric(
      'chart',
      $localize`Orders by hour`,
      'sales.orders',
      [0, 2, 8, 4],
      { style: 'bars', stacked: true, min: 0 },
      {
        aggregate: 'sum',
        every: '1h',
      },
    ),
    values(
      'pie',
      $localize`Revenue by channel`,
      'sales.revenue',
      'channel',
      [8, 2, 4, 4],
      { unit: 'EUR', decimals: 0 },
      'sum',
    ),
    values(
      'bars',
      $localize`Best sellers`,
      'sales.products',
      'product',
      [0, 6, 4, 4],
      { decimals: 0, limit: 8 },
      'sum',
    ),
    values('bars', $localize`Countries`, 'sales.countries', 'country', [4, 6, 4, 4], { decimals: 0, limit: 8 }, 'sum'),
    events($localize`News`, { area: 'sales' }, [8, 6, 4, 4]),
  ],
};
