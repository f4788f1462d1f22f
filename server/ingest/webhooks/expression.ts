import jmespath from 'jmespath';
import { reasonOf } from '../../base/reason-of.js';
import { growthOf } from './expression-growth.js';

/** What an expression sees. */
export interface Scope {
  /** What `each` of the rule gave: the whole body, or one element of a list in it. */
  readonly item: unknown;
  readonly body: unknown;
  /** Headers of the request, names in lower case. */
  readonly headers: Readonly<Record<string, unknown>>;
}

const NOTHING: Scope = { item: null, body: null, headers: {} };

/** Arguments of the wrong type are no mistake of the expression: they depend on what comes. */
const OF_THE_INPUT = 'TypeError: ';

/** What is repeated more often than this is a mistake, or an attack. */
const MAX_GROWTH = 1_000;

/**
 * The value of a JMESPath expression (https://jmespath.org/specification.html); null where there is nothing.
 * @throws Error in words where a function does not take what the expression gives it, or where there is too much of it.
 */
export function evaluate(expression: string, scope: Scope): unknown {
  try {
    const found: unknown = jmespath.search(scope, expression);
    // What every object has (`constructor`) nobody sent.
    return typeof found === 'function' ? null : found;
  } catch (error) {
    throw inWords(error, expression);
  }
}

function inWords(error: unknown, expression: string): unknown {
  if (!(error instanceof RangeError)) return error;
  return new Error(`what '${expression}' gives is too long, or nested too deeply`);
}

/** Why this is no expression, in words; undefined if it is one. */
export function expressionProblem(expression: string): string | undefined {
  try {
    if (growthOf(expression) > MAX_GROWTH) return `repeats what it is given more than ${MAX_GROWTH} times`;
    evaluate(expression, NOTHING);
    return undefined;
  } catch (error) {
    const reason = reasonOf(error);
    return reason.startsWith(OF_THE_INPUT) ? undefined : `is no JMESPath expression: ${reason}`;
  }
}

const PIECE = /\{\{(.*?)\}\}/gs;

/** Why this is no template, in words; undefined if it is one. */
export function templateProblem(template: string): string | undefined {
  for (const [, expression = ''] of template.matchAll(PIECE)) {
    const problem = expressionProblem(expression.trim());
    if (problem !== undefined) return `{{${expression}}} ${problem}`;
  }
  return undefined;
}

/** The text with each `{{ expression }}` replaced by its value: nothing by nothing, lists and objects by their JSON. */
export function fill(template: string, scope: Scope): string {
  return template.replaceAll(PIECE, (_, expression: string) => textIn(expression.trim(), scope));
}

/** The value of an expression as text. */
export function textIn(expression: string, scope: Scope): string {
  const value = evaluate(expression, scope);
  if (value === null || value === undefined) return '';
  if (typeof value === 'string') return value;
  try {
    return JSON.stringify(value);
  } catch (error) {
    throw inWords(error, expression);
  }
}
