import { metric, statuses, values, type BoardTemplate } from './board-template';

/** Values of small devices in homes, machines, or greenhouses. */
export const sensors: BoardTemplate = {
  id: 'sensors',
  name: $localize`Sensors`,
  about: $localize`Temperature, humidity, air quality and power from devices, and the status of each device.`,
  range: '24h',
  panels: [
    metric(
      'number',
      $localize`Outside`,
      'sensors.temperature',
      [0, 0, 3, 2],
      { unit: 'celsius', decimals: 1, color: 1 },
      {
        tags: { place: 'outside' },
      },
    ),
    metric(
      'number',
      $localize`Inside`,
      'sensors.temperature',
      [3, 0, 3, 2],
      { unit: 'celsius', decimals: 1, color: 2 },
      {
        tags: { place: 'inside' },
      },
    ),
    metric('gauge', $localize`Humidity`, 'sensors.humidity', [6, 0, 3, 3], {
      unit: 'percent',
      min: 0,
      max: 100,
      thresholds: { warn: 65, crit: 80 },
    }),
    metric('number', $localize`CO₂`, 'sensors.co2', [9, 0, 3, 3], {
      unit: 'ppm',
      goodDirection: 'down',
      color: 3,
      thresholds: { warn: 1000, crit: 1500 },
      staleAfter: '10m',
    }),
    metric(
      'chart',
      $localize`Temperature by place`,
      'sensors.temperature',
      [0, 2, 6, 4],
      { unit: 'celsius' },
      { by: ['place'] },
    ),
    metric('chart', $localize`Power`, 'sensors.power', [6, 3, 6, 3], {
      unit: 'W',
      style: 'area',
      stacked: true,
      min: 0,
    }),
    values('bars', $localize`Batteries`, 'sensors.battery', 'place', [0, 6, 6, 3], {
      unit: 'percent',

      max: 100,
      sort: 'name',
      thresholds: { warn: 25, crit: 10 },
    }),
    statuses($localize`Devices`, 'sensors.*', [6, 6, 6, 3]),
  ],
};
