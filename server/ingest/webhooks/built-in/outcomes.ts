import type { Level, State } from '../../../common/states.js';

/** The state of the status and the level of the event, by the result of a run, deployment or check. */
export type Outcomes = Readonly<Record<string, readonly [state: State, level: Level]>>;

/**
 * The results that a sender can report. For a result in neither list, the status is `unknown`, and its message contains the
 * result.
 */
export interface OutcomeTable {
  readonly outcomes: Outcomes;
  /** Results that do not change the status, such as those of unfinished runs. */
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
 * States of GitHub's deployments. During a deployment, the previous version still runs. A replaced deployment becomes `inactive`.
 * https://docs.github.com/en/rest/deployments/statuses
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

/** States of GitLab's deployments. If a deployment does not take place, the previous version still runs. */
export const GITLAB_DEPLOYMENT_STATES: OutcomeTable = {
  outcomes: { success: ['ok', 'ok'], failed: ['crit', 'crit'] },
  unfinished: ['created', 'blocked', 'pending', 'running', 'canceling', 'canceled', 'skipped', 'manual', 'scheduled'],
};

/** A choice of a name by the value of an expression. */
interface Choice<T extends string> {
  readonly of: string;
  readonly map: Record<string, T>;
  readonly default: T;
}

const quoted = (values: readonly string[]): string => values.map((value) => `'${value}'`).join(', ');

/** Returns the condition that a result is final. @param of JMESPath of the result */
export function hasEnded(of: string, { unfinished }: OutcomeTable): string {
  return `${of} && !contains([${quoted(unfinished)}], ${of})`;
}

/** Returns the choice of the state of the status. */
export function stateOf(of: string, { outcomes }: OutcomeTable): Choice<State> {
  return { of, map: mapOf(outcomes, 0), default: 'unknown' };
}

/** Returns the choice of the level of the event. */
export function levelOf(of: string, { outcomes }: OutcomeTable): Choice<Level> {
  return { of, map: mapOf(outcomes, 1), default: 'info' };
}

/** Returns a message template that starts with the result if it is not known. @param template of the rest */
export function messageOf(of: string, { outcomes }: OutcomeTable, template: string): string {
  return `{{ !contains([${quoted(Object.keys(outcomes))}], ${of}) && join('', ['Unknown result: ', to_string(${of}), '. ']) || '' }}${template}`;
}

function mapOf<I extends 0 | 1>(outcomes: Outcomes, index: I): Record<string, Outcomes[string][I]> {
  return Object.fromEntries(Object.entries(outcomes).map(([result, outcome]) => [result, outcome[index]]));
}
