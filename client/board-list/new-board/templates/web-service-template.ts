import { events, metric, statuses, values, type BoardTemplate } from './board-template';

/** The four golden signals of a web service, requests by endpoint, and deploys. */
export const webService: BoardTemplate = {
  id: 'web-service',
  name: $localize`Web service`,
  about: $localize`Requests, errors, latency and load of a service, its dependencies and deploys.`,
  range: '1h',
  panels: [
    metric('number', $localize`Requests`, 'web.requests', [0, 0, 3, 2], {
      unit: 'reqps',
      goodDirection: 'up',
      color: 1,
    }),
    metric('number', $localize`Error rate`, 'web.errors', [3, 0, 3, 2], {
      unit: 'percent',
      decimals: 2,
      goodDirection: 'down',
      color: 2,
      thresholds: { warn: 0.5, crit: 1 },
    }),
    metric(
      'number',
      $localize`Latency p95`,
      'web.latency',
      [6, 0, 3, 2],
      {
        unit: 'ms',
        goodDirection: 'down',
        color: 3,
        thresholds: { warn: 300, crit: 800 },
      },
      { tags: { quantile: 'p95' } },
    ),
    metric('gauge', $localize`Load`, 'web.saturation', [9, 0, 3, 4], {
      unit: 'percent',
      min: 0,
      max: 100,
      thresholds: { warn: 75, crit: 90 },
    }),
    metric(
      'chart',
      $localize`Latency`,
      'web.latency',
      [0, 2, 9, 4],
      { unit: 'ms', min: 0, thresholds: { crit: 800 } },
      { by: ['quantile'] },
    ),
    statuses($localize`Dependencies`, 'web.*', [9, 4, 3, 5]),
    values('bars', $localize`Requests by endpoint`, 'web.endpoint.requests', 'endpoint', [0, 6, 5, 3], {}, 'sum'),
    events($localize`Deploys`, { service: 'web' }, [5, 6, 4, 3]),
  ],
};
