/** What the senders' own documentation shows, cut to what says something. */

interface WorkflowRun {
  readonly workflow_run: object;
  readonly [member: string]: unknown;
}

const repository = { full_name: 'acme/shop', default_branch: 'main' };

export const GITHUB = {
  workflowRun: (branch: string, conclusion: string | null): WorkflowRun => ({
    action: 'completed',
    workflow_run: {
      name: 'Tests',
      head_branch: branch,
      conclusion,
      display_title: 'Count orders once',
      html_url: 'https://github.com/acme/shop/actions/runs/1',
      updated_at: '2025-12-31T23:59:00Z',
    },
    repository,
  }),
  push: {
    ref: 'refs/heads/main',
    pusher: { name: 'ada', email: 'ada@example.com' },
    commits: [{ message: 'One' }, { message: 'Two' }],
    repository,
  },
  release: {
    action: 'published',
    release: { tag_name: 'v1.4.2', name: '1.4.2', body: 'Faster.', published_at: '2025-12-31T23:59:00Z' },
    repository,
  },
  deployment: (state: string): object => ({
    action: 'created',
    deployment: { ref: 'v1.4.2', environment: 'production' },
    deployment_status: { state, description: '', updated_at: '2025-12-31T23:59:00Z' },
    repository,
  }),
  pullRequest: {
    action: 'closed',
    number: 7,
    pull_request: { title: 'Count orders once', merged: true, updated_at: '2025-12-31T23:59:00Z' },
    repository,
  },
};

const project = { path_with_namespace: 'acme/shop', default_branch: 'main' };

export const GITLAB = {
  pipeline: (status: string): object => ({
    object_kind: 'pipeline',
    object_attributes: { id: 31, ref: 'main', status, finished_at: '2025-12-31 15:26:29 UTC' },
    project,
    commit: { message: 'Count orders once\n\nand no more', title: 'Count orders once' },
  }),
  job: (status: string): object => ({
    object_kind: 'build',
    ref: 'main',
    build_name: 'test',
    build_status: status,
    build_finished_at: '2025-12-31 15:26:29 UTC',
    build_allow_failure: false,
    project,
    commit: { message: 'Count orders once' },
  }),
  deployment: (status: string): object => ({
    object_kind: 'deployment',
    status,
    status_changed_at: '2025-12-31 21:50:00 +0200',
    environment: 'staging',
    project,
    short_sha: '279484c0',
    commit_title: 'Add cats',
  }),
  mergeRequest: {
    object_kind: 'merge_request',
    object_attributes: { iid: 1, title: 'MS-Viewport', action: 'merge' },
    project,
  },
};

export const ALERTMANAGER = {
  version: '4',
  groupKey: '{}:{}',
  status: 'firing',
  receiver: 'boardcast',
  groupLabels: {},
  commonLabels: {},
  commonAnnotations: {},
  externalURL: 'http://alertmanager.example.com:9093',
  alerts: [
    {
      status: 'firing',
      labels: { alertname: 'DiskFull', instance: 'db-1:9100', severity: 'critical' },
      annotations: { summary: 'The disk of db-1 is full' },
      startsAt: '2025-12-31T23:59:00.000Z',
      endsAt: '0001-01-01T00:00:00Z',
      fingerprint: '52de9a0cbbc9d5b8',
    },
    {
      status: 'resolved',
      labels: { alertname: 'HighLoad', instance: 'db-2:9100', severity: 'warning' },
      annotations: { description: 'Load is above 8' },
      startsAt: '2025-12-31T23:00:00.000Z',
      endsAt: '2025-12-31T23:59:00.000Z',
      fingerprint: '14a1f04b6d2e3c77',
    },
    { status: 'firing', labels: { alertname: 'Watchdog', severity: 'warning' }, annotations: {} },
  ],
};

export const GRAFANA = {
  receiver: 'boardcast',
  status: 'firing',
  orgId: 1,
  alerts: [
    {
      status: 'firing',
      labels: { alertname: 'Too few orders', grafana_folder: 'Shop' },
      annotations: {},
      startsAt: '2025-12-31T23:59:00Z',
      endsAt: '0001-01-01T00:00:00Z',
      valueString: '[ var=’B’ labels={} value=3 ]',
      generatorURL: 'https://grafana.example.com/alerting/1/edit',
    },
  ],
  title: '[FIRING:1]',
  state: 'alerting',
  message: '',
};
