import { events, metric, statuses, values, type BoardTemplate } from './board-template';

/** Builds of a team. */
export const ci: BoardTemplate = {
  id: 'ci',
  name: $localize`CI`,
  about: $localize`Builds by branch, build times, waiting jobs and releases.`,
  range: '24h',
  panels: [
    statuses($localize`Pipelines`, 'ci.*', [0, 0, 4, 5]),
    metric('number', $localize`Build time`, 'ci.build.duration', [4, 0, 3, 2], {
      unit: 's',
      goodDirection: 'down',
      color: 1,
      thresholds: { warn: 600, crit: 1200 },
    }),
    metric('number', $localize`Waiting jobs`, 'ci.queue', [7, 0, 2, 2], {
      goodDirection: 'down',
      thresholds: { warn: 5, crit: 20 },
    }),
    metric('gauge', $localize`Test coverage`, 'ci.coverage', [9, 0, 3, 3], {
      unit: 'percent',
      min: 0,
      max: 100,
      decimals: 1,
    }),
    metric(
      'chart',
      $localize`Build time by branch`,
      'ci.build.duration',
      [4, 2, 5, 3],
      { unit: 's', min: 0 },
      { by: ['branch'] },
    ),
    values('bars', $localize`Failed builds`, 'ci.build.failed', 'branch', [9, 3, 3, 4], { decimals: 0 }, 'sum'),
    events($localize`Releases`, { kind: 'release' }, [0, 5, 4, 4]),
    metric(
      'chart',
      $localize`Builds`,
      'ci.build.count',
      [4, 5, 5, 4],
      { style: 'bars', stacked: true, min: 0 },
      {
        aggregate: 'sum',
        every: '1h',
      },
    ),
    metric('number', $localize`Flaky tests`, 'ci.tests.flaky', [9, 7, 3, 2], { goodDirection: 'down', color: 4 }),
  ],
};
