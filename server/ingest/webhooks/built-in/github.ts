import type { Mapping } from '../mapping.js';

const kind = (event: string, more = ''): string => `headers."x-github-event" == '${event}'${more && ` && ${more}`}`;
const repository = '{{ body.repository.full_name }}';

/** https://docs.github.com/en/webhooks/webhook-events-and-payloads */
export const github: Mapping = {
  description:
    'GitHub: state of the default branch, deployments; pushes, releases, runs, pull requests and issues as events',
  rules: [
    {
      when: kind(
        'workflow_run',
        "body.action == 'completed' && body.workflow_run.head_branch == body.repository.default_branch",
      ),
      status: {
        key: `ci/${repository}/{{ body.workflow_run.name }}`,
        state: {
          of: 'body.workflow_run.conclusion',
          map: {
            success: 'ok',
            neutral: 'ok',
            skipped: 'ok',
            action_required: 'warn',
            failure: 'crit',
            timed_out: 'crit',
          },
          default: 'unknown',
        },
        message: '{{ body.workflow_run.display_title }}',
        at: 'body.workflow_run.updated_at',
      },
    },
    {
      when: kind('workflow_run', "body.action == 'completed'"),
      event: {
        title: `${repository}: {{ body.workflow_run.name }} on {{ body.workflow_run.head_branch }}: {{ body.workflow_run.conclusion }}`,
        level: {
          of: 'body.workflow_run.conclusion',
          map: { success: 'ok', failure: 'crit', timed_out: 'crit', action_required: 'warn' },
          default: 'info',
        },
        text: '{{ body.workflow_run.display_title }}\n{{ body.workflow_run.html_url }}',
        at: 'body.workflow_run.updated_at',
        tags: { repository, branch: '{{ body.workflow_run.head_branch }}' },
      },
    },
    {
      when: kind('deployment_status'),
      status: {
        key: `deploy/${repository}/{{ body.deployment.environment }}`,
        state: {
          of: 'body.deployment_status.state',
          map: { success: 'ok', failure: 'crit', error: 'crit' },
          default: 'unknown',
        },
        message: '{{ body.deployment.ref }}: {{ body.deployment_status.state }}',
        at: 'body.deployment_status.updated_at',
      },
    },
    {
      when: kind('deployment_status', "contains(['success', 'failure', 'error'], body.deployment_status.state)"),
      event: {
        title: `${repository}: {{ body.deployment.ref }} to {{ body.deployment.environment }}: {{ body.deployment_status.state }}`,
        level: { of: 'body.deployment_status.state', map: { success: 'ok' }, default: 'crit' },
        text: '{{ body.deployment_status.description }}',
        at: 'body.deployment_status.updated_at',
        tags: { repository, environment: '{{ body.deployment.environment }}' },
      },
    },
    {
      when: kind('push', 'length(body.commits || `[]`) > `0`'),
      event: {
        title: `${repository}: {{ body.pusher.name }} pushed to {{ body.ref }}`,
        text: '{{ join(`"\\n"`, body.commits[].message) }}',
        tags: { repository },
      },
    },
    {
      when: kind('release', "body.action == 'published'"),
      event: {
        title: `${repository}: released {{ body.release.name || body.release.tag_name }}`,
        level: 'ok',
        text: '{{ body.release.body }}',
        at: 'body.release.published_at',
        tags: { repository },
      },
    },
    {
      when: kind('pull_request', "contains(['opened', 'closed', 'reopened'], body.action)"),
      event: {
        title: `${repository}: #{{ body.number }} {{ body.pull_request.merged && 'merged' || body.action }}: {{ body.pull_request.title }}`,
        at: 'body.pull_request.updated_at',
        tags: { repository },
      },
    },
    {
      when: kind('issues', "contains(['opened', 'closed', 'reopened'], body.action)"),
      event: {
        title: `${repository}: issue #{{ body.issue.number }} {{ body.action }}: {{ body.issue.title }}`,
        at: 'body.issue.updated_at',
        tags: { repository },
      },
    },
  ],
};
