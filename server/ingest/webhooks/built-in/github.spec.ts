import { describe, expect, it } from '@jest/globals';
import { eventSummaries, mapBuiltIn, statusSummaries } from '../../../../test/fixtures/built-in-mapping.js';
import { GITHUB } from '../../../../test/fixtures/webhook-payloads.js';
import { keyProblem } from '../../../common/validation/key-problem.js';
import type { WebhookRecords } from '../mapping/map-webhook.js';

const repository = { full_name: 'acme/shop', default_branch: 'main' };

const map = (event: string, body: unknown, headers = {}): WebhookRecords =>
  mapBuiltIn('github', body, { 'x-github-event': event, ...headers });
const identities = ({ events }: WebhookRecords): unknown[] => events.map(({ identity }) => identity);

const CONCLUSIONS = [
  ['success', 'ok', 'ok'],
  ['failure', 'crit', 'crit'],
  ['timed_out', 'crit', 'crit'],
  ['startup_failure', 'crit', 'crit'],
  ['action_required', 'warn', 'warn'],
  ['cancelled', 'unknown', 'info'],
  ['stale', 'unknown', 'info'],
  ['neutral', 'ok', 'info'],
  ['skipped', 'ok', 'info'],
] as const;

describe('the mapping of GitHub', () => {
  it.each(CONCLUSIONS)(
    'maps a workflow run with the conclusion %s to the state %s and the level %s',
    (said, state, level) => {
      const records = map('workflow_run', GITHUB.workflowRun('main', said));
      expect(statusSummaries(records)).toEqual([['ci/acme/shop/Tests', state, 'Count orders once']]);
      expect(eventSummaries(records)).toEqual([`${level}: acme/shop: Tests on main: ${said}`]);
    },
  );

  it.each(CONCLUSIONS)(
    'maps a check run and a check suite with the conclusion %s to the state %s',
    (...[said, state]) => {
      const run = { name: 'lint', conclusion: said, check_suite: { head_branch: 'main' }, output: { title: 'Lint' } };
      expect(statusSummaries(map('check_run', { action: 'completed', check_run: run, repository }))).toEqual([
        ['ci/acme/shop/check/lint', state, 'Lint'],
      ]);
      const suite = { conclusion: said, head_branch: 'main', app: { name: 'Circle', slug: 'circle' } };
      expect(statusSummaries(map('check_suite', { action: 'completed', check_suite: suite, repository }))).toEqual([
        ['ci/acme/shop/Circle', state, undefined],
      ]);
    },
  );

  it('names an unknown conclusion in the message', () => {
    const records = map('workflow_run', GITHUB.workflowRun('main', 'exploded'));
    expect(statusSummaries(records)).toEqual([
      ['ci/acme/shop/Tests', 'unknown', 'Unknown result: exploded. Count orders once'],
    ]);
    expect(eventSummaries(records)).toEqual(['info: acme/shop: Tests on main: exploded']);
  });

  it.each([null, 'in_progress', 'queued', 'waiting', 'requested', 'pending'])(
    'creates no record for a run whose conclusion is %s, and reports it',
    (said) => {
      const records = map('workflow_run', GITHUB.workflowRun('main', said));
      expect(records).toMatchObject({ reports: [], events: [], ignored: expect.stringContaining('workflow_run') });
    },
  );

  it('creates no status for a run on another branch or a run that has not ended', () => {
    const records = map('workflow_run', GITHUB.workflowRun('fix', 'success'));
    expect([statusSummaries(records), eventSummaries(records)]).toEqual([[], ['ok: acme/shop: Tests on fix: success']]);
    expect(map('workflow_run', { ...GITHUB.workflowRun('main', null), action: 'requested' })).toMatchObject({
      reports: [],
      events: [],
    });
  });

  it.each([
    [{ head_repository: { full_name: 'ann/shop' } }, 0],
    [{ head_repository: { full_name: 'acme/shop' } }, 1],
    [{ event: 'pull_request' }, 0],
    [{ event: 'pull_request_target' }, 0],
    [{ event: 'push' }, 1],
    [{ event: 'schedule' }, 1],
  ])('changes the default branch status only for own runs: %j', (own, count) => {
    const body = GITHUB.workflowRun('main', 'failure');
    const records = map('workflow_run', { ...body, workflow_run: { ...body.workflow_run, ...own } });
    expect([records.reports.length, records.events.length]).toEqual([count, 1]);
  });

  const keyOfWorkflow = (name: string, path?: string): unknown => {
    const body = GITHUB.workflowRun('main', 'success');
    const workflow_run = { ...body.workflow_run, name, ...(path !== undefined && { path }) };
    return map('workflow_run', { ...body, workflow_run }).reports[0]?.key;
  };

  it('distinguishes workflows of the same name by their files, and keeps the status of a renamed one', () => {
    const [first, second] = ['.github/workflows/a.yml', '.github/workflows/b.yml'];
    expect(keyOfWorkflow('CI', first)).toBe('ci/acme/shop/a.yml');
    expect(keyOfWorkflow('CI', second)).toBe('ci/acme/shop/b.yml');
    expect(keyOfWorkflow('Tests', first)).toBe('ci/acme/shop/a.yml');
    expect(keyOfWorkflow('CodeQL', 'dynamic/github-code-scanning/codeql')).toBe(
      'ci/acme/shop/dynamic_x002F_github-code-scanning_x002F_codeql',
    );
    expect(keyOfWorkflow('CI', `${first}@refs/heads/main`)).toBe('ci/acme/shop/a.yml');
    const [ours, theirs] = ['acme/central', 'acme/other'].map((owner) => keyOfWorkflow('CI', `${owner}/${first}@main`));
    expect(ours).toBe('ci/acme/shop/acme_x002F_central_x002F_.github_x002F_workflows_x002F_a.yml');
    expect(theirs).not.toBe(ours);
    const body = { ...GITHUB.workflowRun('main', 'success'), workflow: { path: second } };
    expect(map('workflow_run', body).reports).toMatchObject([
      { key: 'ci/acme/shop/b.yml', report: { name: 'acme/shop: Tests (b.yml)' } },
    ]);
  });

  it('distinguishes workflows by spaces, capitals and slashes in their names, and from checks and commit statuses', () => {
    const names = ['a', 'A', 'a ', ' a', 'a  b', 'a b', 'check/lint', 'status/lint', '/a', 'a/', 'a//b', 'a/b'];
    const keys = names.map((name) => keyOfWorkflow(name));
    const check_run = { name: 'lint', conclusion: 'success', check_suite: { head_branch: 'main' } };
    const status = { state: 'success', context: 'lint', branches: [{ name: 'main' }], repository };
    const others = [map('check_run', { action: 'completed', check_run, repository }), map('status', status)];
    keys.push(...others.flatMap(({ reports }) => reports.map(({ key }) => key)));
    expect(new Set(keys).size).toBe(names.length + 2);
    expect(keys.map((key) => keyProblem(String(key)))).toEqual(keys.map(() => undefined));
  });

  it('uses the time of a run', () => {
    const { reports, events } = map('workflow_run', GITHUB.workflowRun('main', 'failure'));
    const atUs = Date.UTC(2025, 11, 31, 23, 59) * 1_000;
    expect([reports[0]?.report.atUs, events[0]?.event.atUs]).toEqual([atUs, atUs]);
  });

  it.each([
    ['success', 'ok', 'ok'],
    ['failure', 'crit', 'crit'],
    ['error', 'crit', 'crit'],
  ])('maps a deployment that is %s to the state %s and the level %s', (said, state, level) => {
    const deployed = map('deployment_status', GITHUB.deployment(said));
    expect(statusSummaries(deployed)).toEqual([['deploy/acme/shop/production', state, `v1.4.2: ${said}`]]);
    expect(eventSummaries(deployed)).toEqual([`${level}: acme/shop: v1.4.2 to production: ${said}`]);
  });

  it.each(['waiting', 'queued', 'pending', 'in_progress', 'inactive'])(
    'does not change the status while a deployment is %s',
    (said) => {
      expect(map('deployment_status', GITHUB.deployment(said))).toMatchObject({
        reports: [],
        events: [],
        ignored: expect.stringContaining('deployment_status'),
      });
    },
  );

  it('names an unknown state of a deployment in the message', () => {
    expect(statusSummaries(map('deployment_status', GITHUB.deployment('lost')))).toEqual([
      ['deploy/acme/shop/production', 'unknown', 'Unknown result: lost. v1.4.2: lost'],
    ]);
  });

  it.each([
    ['success', [['ci/acme/shop/status/ci/circle', 'ok', 'Passed']]],
    ['failure', [['ci/acme/shop/status/ci/circle', 'crit', 'Passed']]],
    ['error', [['ci/acme/shop/status/ci/circle', 'crit', 'Passed']]],
    ['pending', []],
  ])('maps a commit status that is %s to %j', (state, expected) => {
    const body = { state, context: 'ci/circle', description: 'Passed', branches: [{ name: 'main' }], repository };
    expect(statusSummaries(map('status', body))).toEqual(expected);
    expect(statusSummaries(map('status', { ...body, branches: [{ name: 'other' }] }))).toEqual([]);
  });

  it('creates events for pushes, releases and pull requests', () => {
    const { events } = map('push', GITHUB.push);
    expect(events).toMatchObject([
      { event: { title: 'acme/shop: ada pushed to refs/heads/main', text: 'One\nTwo', level: 'info' } },
    ]);
    expect(eventSummaries(map('release', GITHUB.release))).toEqual(['ok: acme/shop: released 1.4.2']);
    expect(eventSummaries(map('pull_request', GITHUB.pullRequest))).toEqual([
      'info: acme/shop: #7 merged: Count orders once',
    ]);
  });

  const at = '2025-12-31T23:59:00Z';
  it.each([
    [
      'workflow_run',
      {
        action: 'completed',
        workflow_run: { name: null, head_branch: null, conclusion: 'failure', display_title: null },
        repository,
      },
      ['crit: acme/shop: workflow on a deleted branch: failure'],
    ],
    [
      'push',
      {
        ref: 'refs/heads/main',
        commits: [{ message: 'm', author: null }, { message: null }],
        pusher: { name: null },
        repository,
      },
      ['info: acme/shop: someone pushed to refs/heads/main'],
    ],
    [
      'push',
      { ref: 'refs/heads/x', deleted: true, commits: [], head_commit: null, pusher: { name: 'a' }, repository },
      [],
    ],
    [
      'pull_request',
      {
        action: 'closed',
        number: 5,
        pull_request: { title: 'T', merged: false, user: null, head: { repo: null }, updated_at: at },
        repository,
      },
      ['info: acme/shop: #5 closed: T'],
    ],
    [
      'release',
      { action: 'published', release: { name: null, tag_name: 'v1', body: null, published_at: at }, repository },
      ['ok: acme/shop: released v1'],
    ],
    [
      'issues',
      { action: 'opened', issue: { number: 1, title: 'x', updated_at: at }, organization: { login: 'acme' } },
      ['info: acme: issue #1 opened: x'],
    ],
    [
      'issues',
      { action: 'opened', issue: { number: 1, title: 'x', user: null } },
      ['info: github: issue #1 opened: x'],
    ],
    [
      'deployment_status',
      {
        deployment: { environment: null, ref: null },
        deployment_status: { state: 'success', description: null },
        repository,
      },
      ['ok: acme/shop: deployment to unnamed: success'],
    ],
  ])('does not write "null" or "undefined" for %s with null members: %j', (event, body, expected) => {
    const records = map(event, body);
    expect(eventSummaries(records)).toEqual(expected);
    expect(JSON.stringify(records.reports)).not.toMatch(/null|undefined/);
    expect(JSON.stringify(records.events.map(({ event: { title, tags } }) => [title, tags]))).not.toMatch(
      /null|undefined/,
    );
  });

  it.each([
    'ping',
    'star',
    'watch',
    'fork',
    'create',
    'delete',
    'issue_comment',
    'workflow_job',
    'check_run',
    'check_suite',
    'status',
    'member',
    'public',
    'repository',
    'organization',
    'installation',
    'page_build',
    'gollum',
    'label',
    'milestone',
    'discussion',
    'security_advisory',
    'dependabot_alert',
    'push',
    'release',
    'deployment',
    'meta',
    'workflow_run',
    'deployment_status',
    'pull_request',
    'issues',
  ])('does not fail for an event without members: %s', (event) => {
    for (const body of [{}, { action: 'created', repository: null, organization: null, sender: null }]) {
      expect(map(event, body)).toMatchObject({ reports: [], events: [], ignored: expect.stringContaining(event) });
    }
  });

  it('ignores checks of GitHub Actions, because their workflow runs are stored', () => {
    const run = {
      name: 'lint',
      conclusion: 'failure',
      app: { slug: 'github-actions' },
      check_suite: { head_branch: 'main' },
    };
    expect(statusSummaries(map('check_run', { action: 'completed', check_run: run, repository }))).toEqual([]);
  });

  it('gives all deliveries of an event the same identity, and different events different ones', () => {
    const body = { ...GITHUB.workflowRun('main', 'failure'), hook: 1 };
    const run = (own: object, headers = {}): unknown[] =>
      identities(map('workflow_run', { ...body, workflow_run: { ...body.workflow_run, ...own } }, headers));
    const first = run({ id: 7 }, { 'x-github-delivery': 'a' });
    expect(first).toEqual([expect.stringMatching(/^[0-9a-f]{64}$/)]);
    expect(run({ id: 7 }, { 'x-github-delivery': 'b' })).toEqual(first);
    expect(run({ id: 8 })).not.toEqual(first);
    expect(run({ id: 7, conclusion: 'success' })).not.toEqual(first);
    expect(run({ id: 7, updated_at: '2025-12-31T23:59:01Z' })).not.toEqual(first);
    const delivered = run({}, { 'x-github-delivery': 'a' });
    expect(run({}, { 'x-github-delivery': 'a' })).toEqual(delivered);
    expect(run({}, { 'x-github-delivery': 'b' })).not.toEqual(delivered);
    expect(run({})).toEqual([undefined]);
  });
});
