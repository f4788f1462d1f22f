import { errorMessage } from '../../../common/errors/error-message.js';
import type { KeySegment } from '../../mapped-key.js';
import { Budget } from './budget.js';
import { compile } from './compile.js';
import type { Evaluate } from './functions.js';
import { parseTemplate, type Template } from './template.js';
import { isTrue, jsonOf } from './values.js';

/** What an expression sees. */
export interface Scope {
  /** What `each` of the rule gave: the whole body, or one element of a list in it. */
  readonly item: unknown;
  readonly body: unknown;
  /** Headers of the request, names in lower case. */
  readonly headers: Readonly<Record<string, unknown>>;
}

/** Evaluates the expressions of one mapping; each is compiled once. */
export class Evaluator {
  private readonly expressions = new Map<string, Evaluate>();
  private readonly templates = new Map<string, Template>();

  /**
   * The value of a JMESPath expression (https://jmespath.org/specification.html); null where there is nothing.
   * @throws Error with a message if a function does not accept an argument, or if the result is too large.
   */
  evaluate(expression: string, scope: Scope, budget = new Budget()): unknown {
    try {
      return this.compiled(expression)(scope, budget) ?? null;
    } catch (error) {
      throw toEvaluationError(error, expression);
    }
  }

  /** Whether JMESPath takes the value of an expression for true. */
  isTrue(expression: string, scope: Scope): boolean {
    return isTrue(this.evaluate(expression, scope));
  }

  /** The value of an expression as text: nothing for null, JSON for lists and objects. */
  textOf(expression: string, scope: Scope, budget = new Budget()): string {
    return asText(this.evaluate(expression, scope, budget), expression, budget);
  }

  /** The text of a template, with each `{{ expression }}` replaced by the text of its value. */
  fill(template: string, scope: Scope): string {
    const budget = new Budget();
    return this.parsed(template)
      .map((piece) => (typeof piece === 'string' ? piece : this.textOf(piece.expression, scope, budget)))
      .join('');
  }

  /** The segments of a key template. An expression that returns a list becomes the texts of its non-empty elements. */
  keySegments(template: string, scope: Scope): KeySegment[] {
    const budget = new Budget();
    return this.parsed(template).map((piece) => {
      if (typeof piece === 'string') return piece;
      const { expression } = piece;
      const value = this.evaluate(expression, scope, budget);
      if (!Array.isArray(value)) return asText(value, expression, budget);
      return value.map((each) => asText(each, expression, budget)).filter((text) => text !== '');
    });
  }

  private parsed(template: string): Template {
    let pieces = this.templates.get(template);
    if (!pieces) this.templates.set(template, (pieces = parseTemplate(template)));
    return pieces;
  }

  private compiled(expression: string): Evaluate {
    let evaluate = this.expressions.get(expression);
    if (!evaluate) this.expressions.set(expression, (evaluate = compile(expression)));
    return evaluate;
  }
}

function asText(value: unknown, expression: string, budget: Budget): string {
  if (value === null) return '';
  try {
    if (typeof value !== 'string') return jsonOf(value, budget);
    budget.spend(value.length);
    return value;
  } catch (error) {
    throw toEvaluationError(error, expression);
  }
}

function toEvaluationError(error: unknown, expression: string): Error {
  if (error instanceof RangeError) return new Error(`what '${expression}' gives is too long, or nested too deeply`);
  return error instanceof Error ? error : new Error(errorMessage(error));
}
