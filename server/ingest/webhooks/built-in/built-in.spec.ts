import { describe, expect, it } from '@jest/globals';
import { jobs, type WebhookRecords } from '../webhook-handlers.js';
import { mappingSchema } from '../mapping.js';
import { BUILT_IN } from './index.js';
import { ALERTMANAGER, GITHUB, GITLAB, GRAFANA } from '../../../../test/harness/webhook-payloads.js';

const NOW = Date.UTC(2026, 0, 1) * 1_000;

function map(name: string, body: unknown, headers = {}): WebhookRecords {
  const mapping = mappingSchema.parse(BUILT_IN[name]);
  return jobs.map(undefined as never, { body: Buffer.from(JSON.stringify(body)), headers, mapping, now: NOW });
}

const stateOf = ({ statuses }: WebhookRecords) =>
  statuses.map(({ key, report }) => [key, report.state, report.message]);
const linesOf = ({ events }: WebhookRecords) => events.map(({ level, title }) => `${level}: ${title}`);

describe('mappings that are there from the start', () => {
  it('github: a run on the default branch is a status and an event, elsewhere an event', () => {
    const headers = { 'x-github-event': 'workflow_run' };
    const onMain = map('github', GITHUB.workflowRun('main', 'failure'), headers);
    expect(stateOf(onMain)).toEqual([['ci/acme/shop/Tests', 'crit', 'Count orders once']]);
    expect(linesOf(onMain)).toEqual(['crit: acme/shop: Tests on main: failure']);
    expect(onMain.statuses[0]?.report.at).toBe(Date.UTC(2025, 11, 31, 23, 59) * 1_000);
    const onBranch = map('github', GITHUB.workflowRun('fix', 'success'), headers);
    expect([stateOf(onBranch), linesOf(onBranch)]).toEqual([[], ['ok: acme/shop: Tests on fix: success']]);
    expect(map('github', { ...GITHUB.workflowRun('main', null), action: 'requested' }, headers)).toEqual({
      statuses: [],
      events: [],
      samples: [],
    });
  });

  it('github: pushes, releases, deployments, pull requests; a ping makes nothing', () => {
    const { events } = map('github', GITHUB.push, { 'x-github-event': 'push' });
    expect(events).toMatchObject([
      { title: 'acme/shop: ada pushed to refs/heads/main', text: 'One\nTwo', level: 'info' },
    ]);
    expect(linesOf(map('github', GITHUB.release, { 'x-github-event': 'release' }))).toEqual([
      'ok: acme/shop: released 1.4.2',
    ]);
    const deployed = map('github', GITHUB.deploymentStatus, { 'x-github-event': 'deployment_status' });
    expect(stateOf(deployed)).toEqual([['deploy/acme/shop/production', 'ok', 'v1.4.2: success']]);
    expect(linesOf(deployed)).toEqual(['ok: acme/shop: v1.4.2 to production: success']);
    expect(linesOf(map('github', GITHUB.pullRequest, { 'x-github-event': 'pull_request' }))).toEqual([
      'info: acme/shop: #7 merged: Count orders once',
    ]);
    expect(linesOf(map('github', { zen: 'Keep it simple.' }, { 'x-github-event': 'ping' }))).toEqual([]);
  });

  it('gitlab: pipelines, deployments, merge requests', () => {
    const failed = map('gitlab', GITLAB.pipeline('failed'));
    expect(stateOf(failed)).toEqual([['ci/acme/shop', 'crit', 'Count orders once']]);
    expect(linesOf(failed)).toEqual(['crit: acme/shop: pipeline on main: failed']);
    expect(linesOf(map('gitlab', GITLAB.pipeline('running')))).toEqual([]);
    expect(stateOf(map('gitlab', GITLAB.deployment))).toEqual([
      ['deploy/acme/shop/staging', 'ok', '279484c0 Add cats'],
    ]);
    expect(linesOf(map('gitlab', GITLAB.mergeRequest))).toEqual(['info: acme/shop: !1 merge: MS-Viewport']);
  });

  it('alertmanager: each alert by its name and where it fires, until it is over', () => {
    const records = map('alertmanager', ALERTMANAGER);
    expect(stateOf(records)).toEqual([
      ['alerts/DiskFull/db-1:9100', 'crit', 'The disk of db-1 is full'],
      ['alerts/HighLoad/db-2:9100', 'ok', 'Load is above 8'],
      ['alerts/Watchdog', 'warn', undefined],
    ]);
    expect(linesOf(records)).toEqual(['crit: DiskFull is firing', 'ok: HighLoad is over', 'warn: Watchdog is firing']);
  });

  it('grafana: alerts in their folders, with their values where there is no summary', () => {
    expect(stateOf(map('grafana', GRAFANA))).toEqual([
      ['alerts/Shop/Too-few-orders', 'crit', '[ var=’B’ labels={} value=3 ]'],
    ]);
  });
});
