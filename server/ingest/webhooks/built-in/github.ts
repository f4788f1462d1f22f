import type { Mapping, Rule } from '../mapping.schema.js';
import {
  GITHUB_COMMIT_STATES,
  GITHUB_CONCLUSIONS,
  GITHUB_DEPLOYMENT_STATES,
  hasEnded,
  levelOf,
  messageOf,
  type OutcomeTable,
  stateOf,
} from './outcomes.js';

const kind = (event: string, more = ''): string => `headers."x-github-event" == '${event}'${more && ` && (${more})`}`;

/** What an event is about. Events of organizations have no repository. */
const repository =
  "{{ body.repository.full_name || body.organization.login || body.enterprise.slug || body.sender.login || 'github' }}";

/** The id of a delivery. GitHub sends an event again with the same id on request or after a failure. */
const delivery = 'headers."x-github-delivery"';

/** The identity of an event: some of its members, or the id of the delivery if the first member is missing. */
const once = (...members: readonly string[]): string => `${members[0]} && [${members.join(', ')}] || ${delivery}`;

interface CheckSource {
  readonly event: string;
  /** JMESPath of the run or suite. */
  readonly path: string;
  /** JMESPath. */
  readonly branch: string;
  /** JMESPath of a list that identifies it within its repository. */
  readonly identity: string;
  /** Templates. */
  readonly name?: string;
  readonly message: string;
  /** JMESPath. */
  readonly at: string;
}

/** The status of a completed workflow run or check on the default branch. */
function checkStatus({ event, path, branch, identity, name, message, at }: CheckSource): Rule {
  const concluded = hasEnded(`${path}.conclusion`, GITHUB_CONCLUSIONS);
  return {
    when: kind(
      event,
      `body.action == 'completed' && ${concluded} && ${branch} && ${branch} == body.repository.default_branch`,
    ),
    status: {
      key: `ci/${repository}/{{ ${identity} }}`,
      ...(name !== undefined && { name }),
      state: stateOf(`${path}.conclusion`, GITHUB_CONCLUSIONS),
      message: messageOf(`${path}.conclusion`, GITHUB_CONCLUSIONS, message),
      at,
    },
  };
}

/** Excludes checks of GitHub Actions, because workflow runs have their own events. */
const ofOtherApp = (app: string): string => `${app} != 'github-actions'`;

function withCondition(rule: Rule, condition: string): Rule {
  return { ...rule, when: `${rule.when ?? ''} && ${condition}` };
}

const run = 'body.workflow_run';
const workflowName = `${run}.name || body.workflow.name || 'workflow'`;
const runName = `{{ ${workflowName} }}`;

/**
 * The file name of the workflow, because several workflows can have the same name. Workflows of GitHub and of other repositories have
 * a path (`dynamic/…`). The path of a run ends with the branch (`ci.yml@main`).
 */
const WORKFLOWS = '.github/workflows/';
const workflowPath = `to_string(body.workflow.path || ${run}.path && split(to_string(${run}.path), '@')[0] || '')`;
const workflowFile = `(starts_with(${workflowPath}, '${WORKFLOWS}') && split(${workflowPath}, '${WORKFLOWS}')[1] || ${workflowPath})`;

/**
 * Runs for a fork may have a branch of the same name, and runs for pull requests test a merge: neither describes the default
 * branch.
 */
const head = `${run}.head_repository.full_name`;
const isOwnBranch =
  `(!(${head}) || ${head} == body.repository.full_name) && ` +
  `!(starts_with(to_string(${run}.event), 'pull_request'))`;

const check = 'body.check_run';
const suite = 'body.check_suite';
const deployed: OutcomeTable = GITHUB_DEPLOYMENT_STATES;
const environment = "{{ body.deployment.environment || body.deployment_status.environment || 'unnamed' }}";
const version = "{{ body.deployment.ref || body.deployment.sha || 'deployment' }}";

/** https://docs.github.com/en/webhooks/webhook-events-and-payloads */
export const github: Mapping = {
  description:
    'GitHub: statuses of the default branch and of deployments; pushes, releases, runs, pull requests and issues as events',
  rules: [
    withCondition(
      checkStatus({
        event: 'workflow_run',
        path: run,
        branch: `${run}.head_branch`,
        identity: `[${workflowFile} || ${workflowName}]`,
        name: `${repository}: ${runName}{{ ${workflowFile} && join('', [' (', ${workflowFile}, ')']) }}`,
        message: `{{ ${run}.display_title || ${run}.head_commit.message }}`,
        at: `${run}.updated_at`,
      }),
      isOwnBranch,
    ),
    {
      when: kind('workflow_run', `body.action == 'completed' && ${hasEnded(`${run}.conclusion`, GITHUB_CONCLUSIONS)}`),
      event: {
        title: `${repository}: ${runName} on {{ ${run}.head_branch || 'a deleted branch' }}: {{ ${run}.conclusion }}`,
        level: levelOf(`${run}.conclusion`, GITHUB_CONCLUSIONS),
        text: `{{ ${run}.display_title }}\n{{ ${run}.html_url }}`,
        at: `${run}.updated_at`,
        tags: { repository, branch: `{{ ${run}.head_branch }}` },
        once: once(`${run}.id`, `${run}.conclusion`, `${run}.updated_at`),
      },
    },
    withCondition(
      checkStatus({
        event: 'check_run',
        path: check,
        branch: `${check}.check_suite.head_branch`,
        // Several apps may have checks of the same name.
        identity: `[${check}.app.slug || 'check', ${check}.name || 'check']`,
        message: `{{ ${check}.output.title }}`,
        at: `${check}.completed_at`,
      }),
      ofOtherApp(`${check}.app.slug`),
    ),
    withCondition(
      checkStatus({
        event: 'check_suite',
        path: suite,
        branch: `${suite}.head_branch`,
        identity: `[${suite}.app.name || ${suite}.app.slug || 'checks']`,
        message: `{{ ${suite}.head_commit.message }}`,
        at: `${suite}.updated_at`,
      }),
      ofOtherApp(`${suite}.app.slug`),
    ),
    {
      when: kind(
        'status',
        `${hasEnded('body.state', GITHUB_COMMIT_STATES)} && contains(body.branches[].name || \`[]\`, body.repository.default_branch)`,
      ),
      status: {
        key: `ci/${repository}/status/{{ body.context || 'default' }}`,
        state: stateOf('body.state', GITHUB_COMMIT_STATES),
        message: messageOf('body.state', GITHUB_COMMIT_STATES, '{{ body.description }}'),
        at: 'body.updated_at',
      },
    },
    {
      when: kind('deployment_status', hasEnded('body.deployment_status.state', deployed)),
      status: {
        key: `deploy/${repository}/${environment}`,
        state: stateOf('body.deployment_status.state', deployed),
        message: messageOf('body.deployment_status.state', deployed, `${version}: {{ body.deployment_status.state }}`),
        at: 'body.deployment_status.updated_at',
      },
      event: {
        title: `${repository}: ${version} to ${environment}: {{ body.deployment_status.state }}`,
        level: levelOf('body.deployment_status.state', deployed),
        text: '{{ body.deployment_status.description }}',
        at: 'body.deployment_status.updated_at',
        tags: { repository, environment },
        once: once('body.deployment_status.id', 'body.deployment_status.state', 'body.deployment_status.updated_at'),
      },
    },
    {
      when: kind('push', 'length(body.commits || `[]`) > `0`'),
      event: {
        title: `${repository}: {{ body.pusher.name || body.sender.login || 'someone' }} pushed to {{ body.ref }}`,
        text: '{{ join(`"\\n"`, body.commits[?message].message || `[]`) }}',
        tags: { repository },
        once: once('body.after', 'body.before', 'body.ref', 'body.repository.full_name', 'body.repository.pushed_at'),
      },
    },
    {
      when: kind('release', "body.action == 'published'"),
      event: {
        title: `${repository}: released {{ body.release.name || body.release.tag_name || 'a version' }}`,
        level: 'ok',
        text: '{{ body.release.body }}',
        at: 'body.release.published_at',
        tags: { repository },
        once: once('body.release.id', 'body.release.published_at'),
      },
    },
    {
      when: kind('pull_request', "contains(['opened', 'closed', 'reopened'], body.action)"),
      event: {
        title: `${repository}: #{{ body.number || body.pull_request.number }} {{ body.pull_request.merged && 'merged' || body.action }}: {{ body.pull_request.title }}`,
        at: 'body.pull_request.updated_at',
        tags: { repository },
        once: once('body.pull_request.id', 'body.action', 'body.pull_request.updated_at'),
      },
    },
    {
      when: kind('issues', "contains(['opened', 'closed', 'reopened'], body.action)"),
      event: {
        title: `${repository}: issue #{{ body.issue.number }} {{ body.action }}: {{ body.issue.title }}`,
        at: 'body.issue.updated_at',
        tags: { repository },
        once: once('body.issue.id', 'body.action', 'body.issue.updated_at'),
      },
    },
  ],
};
