import type { Mapping } from '../mapping.js';

const kind = (event: string, more = ''): string => `body.object_kind == '${event}'${more && ` && ${more}`}`;
const project = '{{ body.project.path_with_namespace }}';
const ended = "contains(['success', 'failed', 'canceled'], body.object_attributes.status)";

/** https://docs.gitlab.com/user/project/integrations/webhook_events/ */
export const gitlab: Mapping = {
  description:
    'GitLab: pipelines of the default branch, deployments; pushes, tags, releases, merge requests and issues as events',
  rules: [
    {
      when: kind('pipeline', `${ended} && body.object_attributes.ref == body.project.default_branch`),
      status: {
        key: `ci/${project}`,
        state: { of: 'body.object_attributes.status', map: { success: 'ok', failed: 'crit' }, default: 'unknown' },
        message: '{{ body.commit.title || body.commit.message }}',
      },
    },
    {
      when: kind('pipeline', ended),
      event: {
        title: `${project}: pipeline on {{ body.object_attributes.ref }}: {{ body.object_attributes.status }}`,
        level: { of: 'body.object_attributes.status', map: { success: 'ok', failed: 'crit' }, default: 'info' },
        text: '{{ body.commit.title || body.commit.message }}',
        tags: { project, branch: '{{ body.object_attributes.ref }}' },
      },
    },
    {
      when: kind('deployment'),
      status: {
        key: `deploy/${project}/{{ body.environment }}`,
        state: { of: 'body.status', map: { success: 'ok', failed: 'crit' }, default: 'unknown' },
        message: '{{ body.short_sha }} {{ body.commit_title }}',
      },
    },
    {
      when: kind('deployment', "contains(['success', 'failed'], body.status)"),
      event: {
        title: `${project}: {{ body.short_sha }} to {{ body.environment }}: {{ body.status }}`,
        level: { of: 'body.status', map: { success: 'ok' }, default: 'crit' },
        text: '{{ body.commit_title }}',
        tags: { project, environment: '{{ body.environment }}' },
      },
    },
    {
      when: kind('push', 'body.total_commits_count > `0`'),
      event: {
        title: `${project}: {{ body.user_name }} pushed to {{ body.ref }}`,
        text: '{{ join(`"\\n"`, body.commits[].message) }}',
        tags: { project },
      },
    },
    {
      when: kind('tag_push'),
      event: { title: `${project}: {{ body.user_name }} pushed {{ body.ref }}`, tags: { project } },
    },
    {
      when: kind('release', "body.action == 'create'"),
      event: {
        title: `${project}: released {{ body.name || body.tag }}`,
        level: 'ok',
        text: '{{ body.description }}',
        tags: { project },
      },
    },
    {
      when: kind('merge_request', "contains(['open', 'close', 'reopen', 'merge'], body.object_attributes.action)"),
      event: {
        title: `${project}: !{{ body.object_attributes.iid }} {{ body.object_attributes.action }}: {{ body.object_attributes.title }}`,
        tags: { project },
      },
    },
    {
      when: kind('issue', "contains(['open', 'close', 'reopen'], body.object_attributes.action)"),
      event: {
        title: `${project}: issue #{{ body.object_attributes.iid }} {{ body.object_attributes.action }}: {{ body.object_attributes.title }}`,
        tags: { project },
      },
    },
  ],
};
