import jmespath from 'jmespath';

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

/**
 * The value of a JMESPath expression (https://jmespath.org/specification.html); null where there is nothing.
 * @throws Error in words where a function does not take what the expression gives it.
 */
export function evaluate(expression: string, scope: Scope): unknown {
  return jmespath.search(scope, expression);
}

/** Why this is no expression, in words; undefined if it is one. */
export function expressionProblem(expression: string): string | undefined {
  try {
    evaluate(expression, NOTHING);
    return undefined;
  } catch (error) {
    const reason = error instanceof Error ? error.message : String(error);
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
  return template.replaceAll(PIECE, (_, expression: string) => textOf(evaluate(expression.trim(), scope)));
}

/** A value as text. */
export function textOf(value: unknown): string {
  if (value === null || value === undefined) return '';
  return typeof value === 'string' ? value : JSON.stringify(value);
}
