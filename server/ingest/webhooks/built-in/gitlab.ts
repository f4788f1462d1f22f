import type { Mapping } from '../mapping.schema.js';
import { GITLAB_CI_STATES, GITLAB_DEPLOYMENT_STATES, hasEnded, levelOf, messageOf, stateOf } from './outcomes.js';

const kind = (event: string, more = ''): string => `body.object_kind == '${event}'${more && ` && (${more})`}`;

/**
 * The project. Older versions of GitLab send only its name with jobs. It may contain any number of slashes, so slashes in the parts
 * after it are escaped.
 */
const project = "{{ body.project.path_with_namespace || body.project_name || body.project.name || 'gitlab' }}";
const user = "{{ body.user_name || body.user.name || body.user.username || 'someone' }}";

/** The id of a delivery. GitLab sends an event again with the same id on request or after a failure. */
const delivery = 'headers."idempotency-key" || headers."x-gitlab-event-uuid"';

/** The identity of an event: some of its members, or the id of the delivery if the first member is missing. */
const once = (...members: readonly string[]): string => `${members[0]} && [${members.join(', ')}] || ${delivery}`;

/** A branch can be set to the same commit more than once, so the id of the delivery has precedence. */
const pushOnce = `${delivery} || body.after && [body.project_id, body.ref, body.before, body.after]`;

const pipeline = 'body.object_attributes';
const pipelineEnded = hasEnded(`${pipeline}.status`, GITLAB_CI_STATES);

/**
 * Whether a pipeline tests the default branch. A tag, or the branch of a merge request from a fork, may have the same name, and a child
 * pipeline is only part of its parent.
 */
const isBranchPipeline = `!(${pipeline}.tag) && !contains(['merge_request_event', 'external_pull_request_event', 'parent_pipeline'], to_string(${pipeline}.source))`;

/** Excludes jobs of child pipelines. */
const isNotOfChild =
  '(!(body.source_pipeline) || body.source_pipeline.project.path_with_namespace != body.project.path_with_namespace)';

const title = '{{ body.commit.title || body.commit.message }}';

/** https://docs.gitlab.com/user/project/integrations/webhook_events/ */
export const gitlab: Mapping = {
  description:
    'GitLab: statuses of pipelines and jobs of the default branch and of deployments; pipelines, pushes, tags, releases, merge requests and issues as events',
  rules: [
    {
      when: kind(
        'pipeline',
        `${pipelineEnded} && ${pipeline}.ref && ${pipeline}.ref == body.project.default_branch && ${isBranchPipeline}`,
      ),
      status: {
        key: `ci/${project}`,
        state: stateOf(`${pipeline}.status`, GITLAB_CI_STATES),
        message: messageOf(`${pipeline}.status`, GITLAB_CI_STATES, title),
        at: `${pipeline}.finished_at`,
      },
    },
    {
      when: kind('pipeline', pipelineEnded),
      event: {
        title: `${project}: pipeline on {{ ${pipeline}.ref || 'a deleted branch' }}: {{ ${pipeline}.status }}`,
        level: levelOf(`${pipeline}.status`, GITLAB_CI_STATES),
        text: title,
        at: `${pipeline}.finished_at`,
        tags: { project, branch: `{{ ${pipeline}.ref }}` },
        once: once(`${pipeline}.id`, `${pipeline}.status`, `${pipeline}.finished_at`),
      },
    },
    {
      when: kind(
        'build',
        `${hasEnded('body.build_status', GITLAB_CI_STATES)} && !(body.tag) && body.ref && body.ref == body.project.default_branch && ${isNotOfChild}`,
      ),
      status: {
        key: `ci/${project}/{{ [body.build_name || 'job'] }}`,
        state: stateOf("body.build_status == 'failed' && body.build_allow_failure && 'allowed' || body.build_status", {
          ...GITLAB_CI_STATES,
          outcomes: { ...GITLAB_CI_STATES.outcomes, allowed: ['warn', 'warn'] },
        }),
        message: messageOf('body.build_status', GITLAB_CI_STATES, '{{ body.commit.message }}'),
        at: 'body.build_finished_at',
      },
    },
    {
      when: kind('deployment', hasEnded('body.status', GITLAB_DEPLOYMENT_STATES)),
      status: {
        key: `deploy/${project}/{{ [body.environment || 'unnamed'] }}`,
        state: stateOf('body.status', GITLAB_DEPLOYMENT_STATES),
        message: messageOf('body.status', GITLAB_DEPLOYMENT_STATES, '{{ body.short_sha }} {{ body.commit_title }}'),
        at: 'body.status_changed_at',
      },
      event: {
        title: `${project}: {{ body.short_sha || 'deployment' }} to {{ body.environment || 'unnamed' }}: {{ body.status }}`,
        level: levelOf('body.status', GITLAB_DEPLOYMENT_STATES),
        text: '{{ body.commit_title }}',
        at: 'body.status_changed_at',
        tags: { project, environment: '{{ body.environment }}' },
        once: once('body.deployment_id', 'body.status', 'body.status_changed_at'),
      },
    },
    {
      when: kind('push', 'body.total_commits_count > `0`'),
      event: {
        title: `${project}: ${user} pushed to {{ body.ref }}`,
        text: '{{ join(`"\\n"`, body.commits[?message].message || `[]`) }}',
        tags: { project },
        once: pushOnce,
      },
    },
    {
      when: kind('tag_push'),
      event: {
        title: `${project}: ${user} pushed {{ body.ref }}`,
        tags: { project },
        once: pushOnce,
      },
    },
    {
      when: kind('release', "body.action == 'create'"),
      event: {
        title: `${project}: released {{ body.name || body.tag || 'a version' }}`,
        level: 'ok',
        text: '{{ body.description }}',
        tags: { project },
        once: once('body.id', 'body.action', 'body.tag'),
      },
    },
    {
      when: kind('merge_request', "contains(['open', 'close', 'reopen', 'merge'], body.object_attributes.action)"),
      event: {
        title: `${project}: !{{ body.object_attributes.iid }} {{ body.object_attributes.action }}: {{ body.object_attributes.title }}`,
        tags: { project },
        once: once('body.object_attributes.id', 'body.object_attributes.action', 'body.object_attributes.updated_at'),
      },
    },
    {
      when: kind('issue', "contains(['open', 'close', 'reopen'], body.object_attributes.action)"),
      event: {
        title: `${project}: issue #{{ body.object_attributes.iid }} {{ body.object_attributes.action }}: {{ body.object_attributes.title }}`,
        tags: { project },
        once: once('body.object_attributes.id', 'body.object_attributes.action', 'body.object_attributes.updated_at'),
      },
    },
  ],
};
