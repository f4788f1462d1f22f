// octokit/webhooks.js#158, rancher/fleet#4463, uselagoon/lagoon#1869: GitHub's default content type is a form with the JSON in
// "payload". hub4j/github-api#1722, tsimbalar/gha-build-monitor#11: unsupported conclusions.
import assert from 'node:assert/strict';
import type { TestCase, CaseGroup } from '../../../support/cases/test-case.js';
import { type CaseResponse, type CaseServer, uniqueName } from '../../../support/cases/case-server.js';

const PATH = '/api/v1/webhooks/github';
const FORM = 'application/x-www-form-urlencoded';

interface Stored {
  readonly statuses: readonly { key: string; state: string }[];
  readonly events: readonly { title: string; level: string }[];
}

const stored = ({ json }: CaseResponse): Stored => json as Stored;

function repository(): { full_name: string; default_branch: string } {
  return { full_name: `acme/${uniqueName('shop')}`, default_branch: 'main' };
}

function workflowRun(conclusion: string): object {
  const updated_at = new Date().toISOString();
  const run = { name: 'build', head_branch: 'main', conclusion, display_title: 'Break it', html_url: 'u', updated_at };
  return { action: 'completed', workflow_run: run, repository: repository() };
}

const push = (message: string): object => ({
  ref: 'refs/heads/main',
  commits: [{ message }],
  pusher: { name: 'ann' },
  repository: repository(),
});

const form = (payload: unknown): string => `payload=${encodeURIComponent(JSON.stringify(payload))}`;

function sendForm(server: CaseServer, event: string, body: string, type = FORM): Promise<CaseResponse> {
  return server.request('POST', PATH, body, { 'content-type': type, 'x-github-event': event });
}

const FORMS: readonly TestCase[] = [
  {
    title: 'accepts a failed workflow run that is sent as a form',
    run: async (server) => {
      const answer = await sendForm(server, 'workflow_run', form(workflowRun('failure')));
      assert.deepEqual([answer.status, stored(answer).statuses[0]?.state], [200, 'crit']);
    },
  },
  {
    title: 'accepts a form whose content type has parameters and capitals',
    run: async (server) => {
      const type = 'Application/X-WWW-Form-UrlEncoded; charset=utf-8';
      const answer = await sendForm(server, 'workflow_run', form(workflowRun('failure')), type);
      assert.deepEqual([answer.status, stored(answer).statuses[0]?.state], [200, 'crit']);
    },
  },
  {
    title: 'accepts a form with plus signs for blanks',
    run: async (server) => {
      const body = form(push('one & two = 3 + 4')).replaceAll('%20', '+');
      const answer = await sendForm(server, 'push', body);
      assert.deepEqual([answer.status, stored(answer).events.length], [200, 1]);
      assert.ok(answer.text.includes('one & two = 3 + 4'), answer.text);
    },
  },
  {
    title: 'accepts a form with members before and after the payload',
    run: async (server) => {
      const body = `token=x&${form(push('Größe 💾'))}&end=`;
      const answer = await sendForm(server, 'push', body);
      assert.deepEqual([answer.status, stored(answer).events.length], [200, 1]);
      assert.ok(answer.text.includes('Größe 💾'), answer.text);
    },
  },
  {
    title: 'accepts the ping of a new webhook that is sent as a form',
    run: async (server) => {
      assert.equal((await sendForm(server, 'ping', form({ zen: 'Speak.', hook_id: 1 }))).status, 200);
    },
  },
  {
    title: 'rejects a form without a payload or with a payload that is not JSON',
    run: async (server) => {
      for (const body of ['', 'a=b', 'payload=', 'payload=%7B', 'payload=%']) {
        const { status } = await sendForm(server, 'push', body);
        assert.ok([400, 422].includes(status), `${body}: ${status}`);
      }
    },
  },
  {
    title: 'accepts the same workflow run as JSON',
    run: async (server) => {
      const answer = await server.sendJson('POST', PATH, workflowRun('failure'), { 'x-github-event': 'workflow_run' });
      assert.deepEqual([answer.status, stored(answer).statuses[0]?.state], [200, 'crit']);
    },
  },
];

/** https://docs.github.com/en/webhooks/webhook-events-and-payloads#workflow_run */
const CONCLUSIONS: readonly (readonly [conclusion: string, state: string, level: string])[] = [
  ['success', 'ok', 'ok'],
  ['failure', 'crit', 'crit'],
  ['timed_out', 'crit', 'crit'],
  ['startup_failure', 'crit', 'crit'],
  ['action_required', 'warn', 'warn'],
  ['cancelled', 'unknown', 'info'],
  ['neutral', 'ok', 'info'],
  ['skipped', 'ok', 'info'],
  ['stale', 'unknown', 'info'],
];

const conclusions = CONCLUSIONS.map(([conclusion, state, level]): TestCase => ({
  title: `maps a workflow run with the conclusion ${conclusion} to the state ${state} and the level ${level}`,
  run: async (server) => {
    const headers = { 'x-github-event': 'workflow_run' };
    const answer = await server.sendJson('POST', `${PATH}?dryRun=true`, workflowRun(conclusion), headers);
    assert.equal(answer.status, 200, answer.text);
    assert.deepEqual([stored(answer).statuses[0]?.state, stored(answer).events[0]?.level], [state, level]);
  },
}));

const updated_at = new Date(0).toISOString();

/** Payloads of GitHub about deleted people, branches and forks. */
const GAPS: readonly (readonly [what: string, event: string, body: object, events?: number])[] = [
  [
    'a workflow run without name, branch and title',
    'workflow_run',
    {
      action: 'completed',
      workflow_run: {
        name: null,
        head_branch: null,
        conclusion: 'failure',
        display_title: null,
        html_url: 'u',
        updated_at,
      },
    },
  ],
  [
    'a push of a deleted user',
    'push',
    { ref: 'refs/heads/main', commits: [{ message: 'm' }], pusher: { name: null } },
    1,
  ],
  [
    'a push that deletes a branch',
    'push',
    { ref: 'refs/heads/x', deleted: true, commits: [], pusher: { name: 'a' } },
    0,
  ],
  ['a push that deletes a tag', 'push', { ref: 'refs/tags/x', deleted: true, commits: [], head_commit: null }, 0],
  [
    'a pull request of a deleted fork',
    'pull_request',
    {
      action: 'closed',
      number: 5,
      pull_request: { title: 'T', merged: false, user: null, head: { repo: null }, updated_at },
    },
    1,
  ],
  [
    'a release without name and text',
    'release',
    { action: 'published', release: { name: null, tag_name: 'v1', body: null, published_at: updated_at } },
    1,
  ],
];

const gaps = GAPS.map(([what, event, body, events]): TestCase => ({
  title: `accepts ${what}, and shows neither "null" nor "undefined"`,
  run: async (server) => {
    const sent = { ...body, repository: repository() };
    const answer = await server.sendJson('POST', `${PATH}?dryRun=true`, sent, { 'x-github-event': event });
    assert.equal(answer.status, 200, answer.text);
    assert.doesNotMatch(answer.text, /undefined|null/);
    if (events !== undefined) assert.equal(stored(answer).events.length, events);
  },
}));

function deployment(full_name: string, environment: string, state: string): object {
  const at = new Date().toISOString();
  return {
    action: 'created',
    deployment: { environment, ref: 'v2' },
    deployment_status: { state, description: '', updated_at: at },
    repository: { full_name, default_branch: 'main' },
  };
}

/** The state of an environment after a successful deployment and each later state. */
const DEPLOYMENT_STATES: readonly (readonly [state: string, after: string])[] = [
  ['waiting', 'ok'],
  ['queued', 'ok'],
  ['pending', 'ok'],
  ['in_progress', 'ok'],
  ['failure', 'crit'],
  ['error', 'crit'],
  ['success', 'ok'],
];

const deployments = DEPLOYMENT_STATES.map(([state, after]): TestCase => ({
  title: `sets an environment with a successful deployment to ${after} when the next one is ${state}`,
  run: async (server) => {
    const { full_name } = repository();
    const environment = uniqueName('production');
    for (const each of ['success', state]) {
      const sent = deployment(full_name, environment, each);
      const answer = await server.sendJson('POST', PATH, sent, { 'x-github-event': 'deployment_status' });
      assert.equal(answer.status, 200, answer.text);
    }
    assert.equal((await server.status(`deploy/${full_name}/${environment}`))?.state, after);
  },
}));

const workflows: TestCase = {
  title: 'distinguishes workflows with the same name, and names that differ only in a space',
  run: async (server) => {
    const body = workflowRun('failure') as { workflow_run: object; repository: { full_name: string } };
    const send = async (own: object, conclusion: string): Promise<void> => {
      const sent = { ...body, workflow_run: { ...body.workflow_run, ...own, conclusion } };
      const answer = await server.sendJson('POST', PATH, sent, { 'x-github-event': 'workflow_run' });
      assert.equal(answer.status, 200, answer.text);
    };
    await send({ path: '.github/workflows/a.yml' }, 'failure');
    await send({ path: '.github/workflows/b.yml' }, 'success');
    await send({ name: 'build ' }, 'failure');
    await send({ name: 'build' }, 'success');
    const found = await server.findStatuses(({ key }) => key.includes(body.repository.full_name));
    assert.deepEqual(found.map(({ state }) => state).sort(), ['crit', 'crit', 'ok', 'ok']);
  },
};

const organization: TestCase = {
  title: 'accepts an issue of an organization, which has no repository',
  run: async (server) => {
    const issue = { action: 'opened', issue: { number: 1, title: 'x', updated_at } };
    const answer = await server.sendJson('POST', `${PATH}?dryRun=true`, issue, { 'x-github-event': 'issues' });
    assert.equal(answer.status, 200, answer.text);
    assert.doesNotMatch(answer.text, /undefined|null/);
  },
};

export const githubWebhooks: CaseGroup = {
  cases: [...FORMS, ...conclusions, ...gaps, organization, workflows, ...deployments],
};
