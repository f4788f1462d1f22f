import type { Level, State } from '../../../common/states.js';

/** How a run, a deployment or a check ended: the state that its status has from then on, and the level of its event. */
export type Outcomes = Readonly<Record<string, readonly [state: State, level: Level]>>;

/**
 * What a sender can say of something that runs. What is in neither list is new to us: its status is `unknown`, and its
 * message says what was sent.
 */
export interface OutcomeTable {
  readonly outcomes: Outcomes;
  /** It has not ended yet, or says nothing of how things are: the status stays as it is. */
  readonly unfinished: readonly string[];
}

/**
 * Conclusions of GitHub's workflow runs, check runs and check suites.
 * https://docs.github.com/en/rest/checks/runs, https://docs.github.com/en/rest/actions/workflow-runs
 */
export const GITHUB_CONCLUSIONS: OutcomeTable = {
  outcomes: {
    success: ['ok', 'ok'],
    failure: ['crit', 'crit'],
    timed_out: ['crit', 'crit'],
    startup_failure: ['crit', 'crit'],
    action_required: ['warn', 'warn'],
    cancelled: ['unknown', 'info'],
    stale: ['unknown', 'info'],
    neutral: ['ok', 'info'],
    skipped: ['ok', 'info'],
  },
  unfinished: ['queued', 'in_progress', 'requested', 'waiting', 'pending'],
};

/** States of GitHub's commit statuses. https://docs.github.com/en/rest/commits/statuses */
export const GITHUB_COMMIT_STATES: OutcomeTable = {
  outcomes: { success: ['ok', 'ok'], failure: ['crit', 'crit'], error: ['crit', 'crit'] },
  unfinished: ['pending'],
};

/**
 * States of GitHub's deployments. While one is on its way, what ran there before still runs; `inactive` is said of one
 * that another has replaced. https://docs.github.com/en/rest/deployments/statuses
 */
export const GITHUB_DEPLOYMENT_STATES: OutcomeTable = {
  outcomes: { success: ['ok', 'ok'], failure: ['crit', 'crit'], error: ['crit', 'crit'] },
  unfinished: ['waiting', 'queued', 'pending', 'in_progress', 'inactive'],
};

/** States of GitLab's pipelines and jobs. https://docs.gitlab.com/ci/pipelines/, https://docs.gitlab.com/ci/jobs/ */
export const GITLAB_CI_STATES: OutcomeTable = {
  outcomes: {
    success: ['ok', 'ok'],
    failed: ['crit', 'crit'],
    canceled: ['unknown', 'info'],
    skipped: ['ok', 'info'],
  },
  unfinished: [
    'created',
    'waiting_for_resource',
    'waiting_for_callback',
    'preparing',
    'pending',
    'running',
    'canceling',
    'manual',
    'scheduled',
    'blocked',
  ],
};

/** The same of its deployments: after one that did not take place, what ran there before still runs. */
export const GITLAB_DEPLOYMENT_STATES: OutcomeTable = {
  outcomes: { success: ['ok', 'ok'], failed: ['crit', 'crit'] },
  unfinished: ['created', 'blocked', 'pending', 'running', 'canceling', 'canceled', 'skipped', 'manual', 'scheduled'],
};

/** One of a few names, by what an expression gives. */
interface Choice<T extends string> {
  readonly of: string;
  readonly map: Record<string, T>;
  readonly default: T;
}

const quoted = (texts: readonly string[]): string => texts.map((text) => `'${text}'`).join(', ');

/** A condition: something has ended. @param of JMESPath: what was said of it. */
export function hasEnded(of: string, { unfinished }: OutcomeTable): string {
  return `${of} && !contains([${quoted(unfinished)}], ${of})`;
}

/** The state that a status has after it. */
export function stateOf(of: string, { outcomes }: OutcomeTable): Choice<State> {
  return { of, map: mapOf(outcomes, 0), default: 'unknown' };
}

/** The level that its event has. */
export function levelOf(of: string, { outcomes }: OutcomeTable): Choice<Level> {
  return { of, map: mapOf(outcomes, 1), default: 'info' };
}

/** A message that begins with what was said where that is new to us. @param template of the rest. */
export function messageOf(of: string, { outcomes }: OutcomeTable, template: string): string {
  return `{{ !contains([${quoted(Object.keys(outcomes))}], ${of}) && join('', ['Unknown result: ', to_string(${of}), '. ']) || '' }}${template}`;
}

function mapOf<I extends 0 | 1>(outcomes: Outcomes, index: I): Record<string, Outcomes[string][I]> {
  return Object.fromEntries(Object.entries(outcomes).map(([said, outcome]) => [said, outcome[index]]));
}
