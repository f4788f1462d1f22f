import { describe, expect, it } from '@jest/globals';
import { eventSummaries, mapBuiltIn, statusSummaries } from '../../../../test/fixtures/built-in-mapping.js';
import { ALERTMANAGER, GRAFANA } from '../../../../test/fixtures/webhook-payloads.js';
import { keyProblem } from '../../../common/validation/key-problem.js';

interface Alert {
  readonly status: string;
  readonly labels?: unknown;
  readonly annotations?: unknown;
  readonly fingerprint?: string;
}

const map = (alerts: readonly (Alert | null)[], name = 'alertmanager') => mapBuiltIn(name, { version: '4', alerts });
const named = (alerts: readonly Alert[]): unknown[] => map(alerts).reports.map(({ report }) => report.name);
const keys = (alerts: readonly (Alert | null)[]): string[] => map(alerts).reports.map(({ key }) => key);

describe('the mapping of Alertmanager', () => {
  it('creates a status for each alert by its name, instance and fingerprint', () => {
    const records = mapBuiltIn('alertmanager', ALERTMANAGER);
    expect(statusSummaries(records)).toEqual([
      ['alerts/DiskFull/db-1:9100/52de9a0cbbc9d5b8', 'crit', 'The disk of db-1 is full'],
      ['alerts/HighLoad/db-2:9100/14a1f04b6d2e3c77', 'ok', 'Load is above 8'],
      [expect.stringMatching(/^alerts\/Watchdog\/[0-9a-f]{16}$/), 'warn', undefined],
    ]);
    expect(eventSummaries(records)).toEqual([
      'crit: DiskFull (db-1:9100) is firing',
      'ok: HighLoad (db-2:9100) is over',
      'warn: Watchdog is firing',
    ]);
    expect(records.reports.map(({ report }) => report.ended)).toEqual([false, true, false]);
    expect(records.events.map(({ ifChanged }) => ifChanged)).toEqual(records.reports.map(({ key }) => key));
  });

  it('titles an alert by the labels that distinguish it from others of its name', () => {
    const disk = (mountpoint: string): Alert => ({
      status: 'firing',
      labels: { alertname: 'DiskFull', instance: 'db-1:9100', mountpoint, severity: 'critical' },
    });
    expect(named([disk('/'), disk('/var')])).toEqual(['DiskFull / (db-1:9100)', 'DiskFull /var (db-1:9100)']);
    expect(new Set(keys([disk('/'), disk('/var')])).size).toBe(2);
    expect(keys([disk('/')])).toEqual(keys([{ ...disk('/'), status: 'resolved' }]));
  });

  it('distinguishes alerts by any label', () => {
    const alerts = [
      {},
      { alertname: 'A' },
      { alertname: 'A', pod: 'a' },
      { alertname: 'A', pod: 'b' },
      { alertname: 'A', pod: 'a', severity: 'page' },
      { alertname: 'A', job: 'a' },
      { alertname: '磁盘已满', instance: 'x' },
      { alertname: '内存已满', instance: 'x' },
      { alertname: 'Too few orders' },
      { alertname: 'Too-few-orders' },
      { alertname: 'B', instance: 'http://example.com/' },
      { alertname: '磁'.repeat(100), instance: 'x' },
      { alertname: `${'磁'.repeat(99)}盘`, instance: 'x' },
    ].map((labels) => ({ status: 'firing', labels }));
    const found = keys(alerts);
    expect(new Set(found).size).toBe(alerts.length);
    expect(found.map(keyProblem)).toEqual(alerts.map(() => undefined));
    expect(keys(alerts)).toEqual(found);
  });

  it('distinguishes alerts whose names, instances and fingerprints have slashes', () => {
    const alert = (alertname: string, instance: string, fingerprint: string): Alert => ({
      status: 'firing',
      labels: { alertname, instance },
      fingerprint,
    });
    const alerts = [alert('a', 'b/c', 'd'), alert('a/b', 'c', 'd'), alert('a', 'b', 'c/d'), alert('a/b/c', '', 'd')];
    const found = keys(alerts);
    expect(found[0]).toBe('alerts/a/b_x002F_c/d');
    expect(new Set(found).size).toBe(alerts.length);
    expect(keys([{ status: 'firing', labels: {}, fingerprint: ' d' }])).not.toEqual(
      keys([{ status: 'firing', labels: {}, fingerprint: 'd' }]),
    );
  });

  it.each([
    ['critical', 'crit', 'crit'],
    ['Critical', 'crit', 'crit'],
    ['error', 'crit', 'crit'],
    ['page', 'crit', 'crit'],
    ['P1', 'crit', 'crit'],
    ['warning', 'warn', 'warn'],
    ['P3', 'warn', 'warn'],
    ['info', 'warn', 'info'],
    ['none', 'ok', 'info'],
    [undefined, 'crit', 'crit'],
    ['of our own', 'crit', 'crit'],
  ])('maps the severity %s to the state %s and the level %s', (severity, state, level) => {
    const records = map([{ status: 'firing', labels: { alertname: 'A', severity } }]);
    expect([records.reports[0]?.report.state, records.events[0]?.event.level]).toEqual([state, level]);
  });

  it('accepts alerts without labels or annotations, and skips invalid ones', () => {
    const records = map([{ status: 'firing' }, { status: 'firing', labels: null, annotations: null }, null]);
    expect(eventSummaries(records)).toEqual(['crit: alert is firing', 'crit: alert is firing']);
    expect(named([{ status: 'firing', labels: {} }])).toEqual(['alert']);
    expect(map([null])).toMatchObject({ reports: [], ignored: expect.any(String) });
    expect(mapBuiltIn('alertmanager', {})).toMatchObject({ reports: [], ignored: expect.any(String) });
  });
});

describe('the mapping of Grafana', () => {
  it('creates a status for each alert in its folder, with its values if there is no summary', () => {
    const records = mapBuiltIn('grafana', GRAFANA);
    expect(statusSummaries(records)).toEqual([
      [
        expect.stringMatching(/^alerts\/Shop\/Too_x0020_few_x0020_orders\/[0-9a-f]{16}$/),
        'crit',
        '[ var=’B’ labels={} value=3 ]',
      ],
    ]);
    expect(records.reports[0]?.report.name).toBe('Too few orders');
  });

  it.each([
    ['alerting', 'crit', 'crit: Orders alert is firing', false],
    ['ok', 'ok', 'ok: Orders alert is over', true],
    ['no_data', 'unknown', 'warn: Orders alert has no data', false],
  ])('accepts the format of old versions for a rule that is %s', (state, expected, event, ended) => {
    const body = {
      ruleId: 7,
      ruleName: 'Orders alert',
      state,
      title: `[x] Orders`,
      message: 'Few',
      evalMatches: [],
      tags: {},
    };
    const records = mapBuiltIn('grafana', body);
    expect(statusSummaries(records)).toEqual([['alerts/Orders_x0020_alert/7', expected, 'Few']]);
    expect(eventSummaries(records)).toEqual([event]);
    expect(records.reports[0]?.report.ended).toBe(ended);
  });

  it('distinguishes old rules whose names have slashes', () => {
    const keyOf = (ruleName: string, ruleId: unknown): unknown =>
      mapBuiltIn('grafana', { ruleName, ruleId, state: 'ok' }).reports[0]?.key;
    expect(keyOf('Orders/7', 8)).toBe('alerts/Orders_x002F_7/8');
    expect(keyOf('Orders', '7/8')).toBe('alerts/Orders/7_x002F_8');
  });

  it('does not change the status of an old rule while its alert is pending', () => {
    expect(mapBuiltIn('grafana', { ruleId: 7, ruleName: 'Orders alert', state: 'pending' })).toMatchObject({
      reports: [],
    });
  });
});
