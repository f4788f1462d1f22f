import { describe, expect, it } from '@jest/globals';
import { eventSummaries, mapBuiltIn, statusSummaries } from '../../../../test/fixtures/built-in-mapping.js';
import { GITLAB } from '../../../../test/fixtures/webhook-payloads.js';

const map = (body: unknown, headers = {}) => mapBuiltIn('gitlab', body, headers);

const ENDED = [
  ['success', 'ok', 'ok'],
  ['failed', 'crit', 'crit'],
  ['canceled', 'unknown', 'info'],
  ['skipped', 'ok', 'info'],
] as const;
const OPEN = [
  'created',
  'waiting_for_resource',
  'preparing',
  'pending',
  'running',
  'canceling',
  'manual',
  'scheduled',
  'blocked',
];

describe('the mapping of GitLab', () => {
  it.each(ENDED)('maps a pipeline that is %s to the state %s and the level %s', (status, state, level) => {
    const records = map(GITLAB.pipeline(status));
    expect(statusSummaries(records)).toEqual([['ci/acme/shop', state, 'Count orders once']]);
    expect(eventSummaries(records)).toEqual([`${level}: acme/shop: pipeline on main: ${status}`]);
    expect(records.reports[0]?.report.atUs).toBe(Date.UTC(2025, 11, 31, 15, 26, 29) * 1_000);
  });

  it.each(ENDED)('maps a job that is %s to the state %s', (...[status, state]) => {
    expect(statusSummaries(map(GITLAB.job(status)))).toEqual([['ci/acme/shop/test', state, 'Count orders once']]);
  });

  it.each(OPEN)('does not change statuses while a pipeline or a job is %s', (status) => {
    for (const body of [GITLAB.pipeline(status), GITLAB.job(status)]) {
      expect(map(body)).toMatchObject({ reports: [], events: [], ignored: expect.any(String) });
    }
  });

  it.each([
    [{ source: 'merge_request_event' }, 0],
    [{ source: 'external_pull_request_event' }, 0],
    [{ source: 'parent_pipeline' }, 0],
    [{ tag: true }, 0],
    [{ source: 'push', tag: false }, 1],
    [{ source: 'schedule' }, 1],
  ])('changes the default branch status only for branch pipelines: %j', (own, count) => {
    const body = GITLAB.pipeline('success') as { object_attributes: object };
    const records = map({ ...body, object_attributes: { ...body.object_attributes, ...own } });
    expect([records.reports.length, records.events.length]).toEqual([count, 1]);
    const job = map({ ...GITLAB.job('success'), ...own });
    expect(job.reports).toHaveLength('tag' in own && own.tag ? 0 : 1);
  });

  it.each([
    ['acme/shop', 0],
    ['acme/other', 1],
  ])('changes the status of a job unless it is of a child pipeline: started by %s', (path_with_namespace, count) => {
    const source_pipeline = { project: { path_with_namespace }, pipeline_id: 1, job_id: 2 };
    const project = { path_with_namespace: 'acme/shop', default_branch: 'main' };
    expect(map({ ...GITLAB.job('success'), project, source_pipeline }).reports).toHaveLength(count);
  });

  it('maps the failure of a job that is allowed to fail to a warning', () => {
    expect(statusSummaries(map({ ...GITLAB.job('failed'), build_allow_failure: true }))).toEqual([
      ['ci/acme/shop/test', 'warn', 'Count orders once'],
    ]);
  });

  it('distinguishes jobs and environments whose names have slashes from those of other projects', () => {
    const job = (path_with_namespace: string, build_name: string): unknown =>
      map({ ...GITLAB.job('success'), project: { path_with_namespace, default_branch: 'main' }, build_name }).reports[0]
        ?.key;
    expect(job('acme/shop', 'web/test')).toBe('ci/acme/shop/web_x002F_test');
    expect(job('acme/shop/web', 'test')).toBe('ci/acme/shop/web/test');
    expect(map({ ...GITLAB.deployment('success'), environment: 'review/a' }).reports[0]?.key).toBe(
      'deploy/acme/shop/review_x002F_a',
    );
  });

  it('names an unknown state of a pipeline, a job or a deployment in the message', () => {
    expect(statusSummaries(map(GITLAB.pipeline('odd')))).toEqual([
      ['ci/acme/shop', 'unknown', 'Unknown result: odd. Count orders once'],
    ]);
    expect(statusSummaries(map(GITLAB.job('odd')))).toEqual([
      ['ci/acme/shop/test', 'unknown', 'Unknown result: odd. Count orders once'],
    ]);
    expect(statusSummaries(map(GITLAB.deployment('odd')))).toEqual([
      ['deploy/acme/shop/staging', 'unknown', 'Unknown result: odd. 279484c0 Add cats'],
    ]);
  });

  it.each([
    [
      'success',
      [['deploy/acme/shop/staging', 'ok', '279484c0 Add cats']],
      ['ok: acme/shop: 279484c0 to staging: success'],
    ],
    [
      'failed',
      [['deploy/acme/shop/staging', 'crit', '279484c0 Add cats']],
      ['crit: acme/shop: 279484c0 to staging: failed'],
    ],
  ])('maps a deployment that is %s to a status and an event', (status, states, events) => {
    const records = map(GITLAB.deployment(status));
    expect([statusSummaries(records), eventSummaries(records)]).toEqual([states, events]);
  });

  it.each([...OPEN, 'canceled', 'skipped'].filter((status) => !['waiting_for_resource', 'preparing'].includes(status)))(
    'does not change the status while a deployment is %s',
    (status) => {
      expect(map(GITLAB.deployment(status))).toMatchObject({ reports: [], events: [] });
    },
  );

  it('creates events for merge requests, pushes and tags', () => {
    expect(eventSummaries(map(GITLAB.mergeRequest))).toEqual(['info: acme/shop: !1 merge: MS-Viewport']);
    const push = {
      object_kind: 'push',
      user_name: null,
      ref: 'refs/heads/main',
      total_commits_count: 1,
      commits: [{ message: null }],
    };
    expect(eventSummaries(map(push))).toEqual(['info: gitlab: someone pushed to refs/heads/main']);
  });

  it('does not fail for an event without members', () => {
    for (const kind of [
      'push',
      'tag_push',
      'issue',
      'note',
      'merge_request',
      'wiki_page',
      'pipeline',
      'build',
      'deployment',
      'release',
      'emoji',
      'feature_flag',
    ]) {
      const { reports, events } = map({ object_kind: kind }, { 'x-gitlab-event': kind });
      expect([kind, reports, events.length]).toEqual([kind, [], kind === 'tag_push' ? 1 : 0]);
    }
  });

  it('gives all deliveries of an event the same identity', () => {
    const identity = (body: unknown, headers = {}): unknown => map(body, headers).events[0]?.identity;
    const first = identity(GITLAB.pipeline('failed'), { 'idempotency-key': 'a' });
    expect(identity(GITLAB.pipeline('failed'), { 'idempotency-key': 'b' })).toBe(first);
    expect(identity(GITLAB.pipeline('success'))).not.toBe(first);
    const push = { object_kind: 'push', total_commits_count: 1, after: 'b', before: 'a', ref: 'main', project_id: 1 };
    expect(identity(push, { 'idempotency-key': 'a' })).not.toBe(identity(push, { 'idempotency-key': 'b' }));
    expect(identity(push)).toBe(identity(push));
  });
});
