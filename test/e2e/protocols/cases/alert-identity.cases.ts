// alerta/alerta#1335, prometheus/alertmanager#4371: alerts are distinguished by all their labels, not only by name and instance.
import assert from 'node:assert/strict';
import type { TestCase, CaseGroup } from '../../../support/cases/test-case.js';
import { type CaseServer, type StatusItem, uniqueName } from '../../../support/cases/case-server.js';

const PATH = '/api/v1/webhooks/alertmanager';

type Labels = Readonly<Record<string, string>>;

interface Alert {
  readonly labels: Labels;
  readonly isFiring: boolean;
  readonly fingerprint?: string;
}

async function send(server: CaseServer, alerts: readonly Alert[]): Promise<void> {
  const sent = alerts.map(({ labels, isFiring, fingerprint }) => ({
    status: isFiring ? 'firing' : 'resolved',
    labels: { severity: 'critical', ...labels },
    annotations: { summary: Object.values(labels).join(' ') },
    startsAt: new Date(Date.now() - 60_000).toISOString(),
    endsAt: isFiring ? '0001-01-01T00:00:00Z' : new Date().toISOString(),
    ...(fingerprint === undefined ? {} : { fingerprint }),
  }));
  const group = {
    version: '4',
    status: 'firing',
    receiver: 'b',
    groupLabels: {},
    commonLabels: {},
    commonAnnotations: {},
  };
  const answer = await server.sendJson('POST', PATH, { ...group, alerts: sent });
  assert.equal(answer.status, 200, answer.text);
}

const statesOf = async (server: CaseServer, part: string): Promise<string[]> =>
  (await server.findStatuses(({ key }: StatusItem) => key.includes(part))).map(({ state }) => state).sort();

/** Labels of two alerts that differ only in one label. */
const PAIRS: readonly (readonly [what: string, one: Labels, other: Labels])[] = [
  ['a mount point', { mountpoint: '/' }, { mountpoint: '/var' }],
  ['a label that only one of them has', {}, { mountpoint: '/var' }],
  ['characters that a key cannot contain', { disk: 'größe' }, { disk: 'grüße' }],
  ['capitals', { device: 'SDA' }, { device: 'sda' }],
  ['a severity', { severity: 'warning' }, { severity: 'critical' }],
];

const pairs = PAIRS.flatMap(([what, one, other]): TestCase[] =>
  [true, false].map((withFingerprints): TestCase => {
    const alert = (labels: Labels, instance: string, isFiring: boolean): Alert => {
      const all = { alertname: 'DiskFull', instance, ...labels };
      const fingerprint = Buffer.from(JSON.stringify(labels)).toString('hex').padEnd(16, '0').slice(-16);
      return { labels: all, isFiring, ...(withFingerprints && { fingerprint }) };
    };
    return {
      title: `distinguishes alerts that differ in ${what} ${withFingerprints ? 'by their fingerprints' : 'without fingerprints'}`,
      run: async (server) => {
        const instance = `${uniqueName('db')}:9100`;
        await send(server, [alert(one, instance, true), alert(other, instance, true)]);
        const firing = await statesOf(server, instance);
        assert.equal(firing.length, 2, firing.join());
        assert.ok(!firing.includes('ok'), firing.join());
        await send(server, [alert(one, instance, true), alert(other, instance, false)]);
        const half = await statesOf(server, instance);
        assert.deepEqual([half.length, half.filter((state) => state === 'ok').length], [2, 1], half.join());
        await send(server, [alert(other, instance, false)]);
        assert.deepEqual(await statesOf(server, instance), half);
        await send(server, [alert(one, instance, false)]);
        assert.deepEqual(await statesOf(server, instance), ['ok', 'ok']);
      },
    };
  }),
);

export const alertIdentity: CaseGroup = { cases: pairs };
