import { errorMessage } from '../../../common/errors/error-message.js';
import type { KeySegment } from '../../mapped-key.js';
import { Budget } from './budget.js';
import { compile } from './compile.js';
import type { Evaluate } from './functions.js';
import { parseTemplate, type Template } from './template.js';
import { isTrue, jsonOf } from './values.js';

/** The data that an expression can use. */
export interface Scope {
  /** The whole body, or an element of the list that `each` of the rule selected. */
  readonly item: unknown;
  readonly body: unknown;
  /** Headers of the request, with names in lower case. */
  readonly headers: Readonly<Record<string, unknown>>;
}

/** Evaluates the expressions of one mapping. Each expression is compiled once. */
export class Evaluator {
  private readonly expressions = new Map<string, Evaluate>();
  private readonly templates = new Map<string, Template>();

  /**
   * Returns the value of a JMESPath expression (https://jmespath.org/specification.html), or null.
   * @throws Error with a message for the user if a function does not accept an argument, or if the result is too large
   */
  evaluate(expression: string, scope: Scope, budget = new Budget()): unknown {
    try {
      return this.compiled(expression)(scope, budget) ?? null;
    } catch (error) {
      throw toEvaluationError(error, expression);
    }
  }

  /** Whether the value of an expression is true in JMESPath. */
  isTrue(expression: string, scope: Scope): boolean {
    return isTrue(this.evaluate(expression, scope));
  }

  /** Returns the value of an expression as text: empty for null, JSON for lists and objects. */
  textOf(expression: string, scope: Scope, budget = new Budget()): string {
    return asText(this.evaluate(expression, scope, budget), expression, budget);
  }

  /** Returns the text of a template, with each `{{ expression }}` replaced by the text of its value. */
  fill(template: string, scope: Scope): string {
    const budget = new Budget();
    return this.parsed(template)
      .map((part) => (typeof part === 'string' ? part : this.textOf(part.expression, scope, budget)))
      .join('');
  }

  /** Returns the segments of a key template. A list becomes the texts of its non-empty elements. */
  keySegments(template: string, scope: Scope): KeySegment[] {
    const budget = new Budget();
    return this.parsed(template).map((part) => {
      if (typeof part === 'string') return part;
      const { expression } = part;
      const value = this.evaluate(expression, scope, budget);
      if (!Array.isArray(value)) return asText(value, expression, budget);
      return value.map((each) => asText(each, expression, budget)).filter((text) => text !== '');
    });
  }

  private parsed(template: string): Template {
    let parts = this.templates.get(template);
    if (!parts) this.templates.set(template, (parts = parseTemplate(template)));
    return parts;
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
  if (error instanceof RangeError) return new Error(`the result of '${expression}' is too long or nested too deeply`);
  return error instanceof Error ? error : new Error(errorMessage(error));
}
