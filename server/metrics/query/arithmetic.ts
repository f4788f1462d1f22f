import jsep from 'jsep';
import { errorMessage } from '../../common/errors/error-message.js';
import { canonicalTags, NO_TAGS } from '../../common/tags.js';
import type { GridSeries } from './series-grid.js';

/** An operand: one number for all buckets, or series. */
type Operand = number | readonly GridSeries[];

const OPERATORS: Readonly<Record<string, (a: number, b: number) => number>> = {
  '+': (a, b) => a + b,
  '-': (a, b) => a - b,
  '*': (a, b) => a * b,
  '/': (a, b) => a / b,
  '%': (a, b) => a % b,
};

const MAX_LENGTH = 500;

/** Each operation processes all values of all series. */
const MAX_OPERATIONS = 50;

/** Returns why the text is not an expression over queries with these names; undefined if it is one. */
export function expressionProblem(expression: string, names: readonly string[]): string | undefined {
  if (expression.length > MAX_LENGTH) return `must be at most ${MAX_LENGTH} characters long`;
  try {
    const used = new Set<string>();
    const parsed = jsep(expression);
    check(parsed, names, used);
    if (countOperations(parsed) > MAX_OPERATIONS) return `must have at most ${MAX_OPERATIONS} operations`;
    return used.size === 0 ? `must use one of the queries: ${names.join(', ')}` : undefined;
  } catch (error) {
    return `is not a valid expression: ${errorMessage(error)}`;
  }
}

/** Returns the number of operations in an expression. @throws Error if `expressionProblem` returns a message */
export function operationCount(expression: string): number {
  return countOperations(jsep(expression));
}

/**
 * Calculates an expression of numbers, names of queries, `+ - * / %` and parentheses. The series of two operands are matched
 * by equal tags. A single series without tags matches every series of the other operand. Series without a match are left out,
 * and values divided by zero are empty.
 *
 * @param beforeEach called before each operation; throws if the result is no longer needed
 * @throws Error if `expressionProblem` returns a message
 */
export function calculate(
  expression: string,
  queries: Readonly<Record<string, readonly GridSeries[]>>,
  beforeEach: () => void = () => undefined,
): readonly GridSeries[] {
  const result = evaluate(jsep(expression), queries, beforeEach);
  if (typeof result === 'number') throw new Error('the expression uses no query');
  return result;
}

function check(node: jsep.Expression, names: readonly string[], used: Set<string>): void {
  if (isBinary(node) && node.operator in OPERATORS) {
    check(node.left, names, used);
    check(node.right, names, used);
  } else if (isUnary(node) && node.operator === '-') {
    check(node.argument, names, used);
  } else if (isName(node)) {
    if (!names.includes(node.name)) throw new Error(`there is no query '${node.name}'`);
    used.add(node.name);
  } else if (!isNumber(node)) {
    throw new Error('it may contain only numbers, query names, + - * / % and parentheses');
  }
}

function countOperations(node: jsep.Expression): number {
  if (isBinary(node)) return 1 + countOperations(node.left) + countOperations(node.right);
  return isUnary(node) ? 1 + countOperations(node.argument) : 0;
}

function evaluate(
  node: jsep.Expression,
  queries: Readonly<Record<string, readonly GridSeries[]>>,
  beforeEach: () => void,
): Operand {
  const of = (operand: jsep.Expression): Operand => evaluate(operand, queries, beforeEach);
  beforeEach();
  if (isBinary(node)) {
    const apply = OPERATORS[node.operator];
    if (apply) return combine(of(node.left), of(node.right), apply, node.operator);
  }
  if (isUnary(node)) return combine(0, of(node.argument), (a, b) => a - b, '-');
  if (isName(node)) return queries[node.name] ?? [];
  if (isNumber(node)) return node.value;
  throw new Error(`'${node.type}' is not an arithmetic operation`);
}

function combine(left: Operand, right: Operand, apply: (a: number, b: number) => number, operator: string): Operand {
  if (typeof left === 'number' && typeof right === 'number') return apply(left, right);
  if (typeof right === 'number') return applyToEach(left as readonly GridSeries[], (value) => apply(value, right));
  if (typeof left === 'number') return applyToEach(right, (value) => apply(left, value));
  return matchSeries(left, right).map(([a, b]) => ({
    ...(Object.keys(a.tags).length === 0 ? b : a),
    unit: a.unit === b.unit && (operator === '+' || operator === '-') ? a.unit : undefined,
    values: nanIfInfinite(a.values.map((value, index) => apply(value, b.values[index] as number))),
  }));
}

function applyToEach(series: readonly GridSeries[], apply: (value: number) => number): GridSeries[] {
  return series.map((one) => ({ ...one, values: nanIfInfinite(one.values.map(apply)) }));
}

function matchSeries(left: readonly GridSeries[], right: readonly GridSeries[]): (readonly [GridSeries, GridSeries])[] {
  const [onlyLeft, onlyRight] = [singleWithoutTags(left), singleWithoutTags(right)];
  if (onlyRight) return left.map((one) => [one, onlyRight] as const);
  if (onlyLeft) return right.map((one) => [onlyLeft, one] as const);
  const byTags = new Map(right.map((one) => [canonicalTags(one.tags), one]));
  return left.flatMap((one) => {
    const other = byTags.get(canonicalTags(one.tags));
    return other ? [[one, other] as const] : [];
  });
}

/** Returns the only series, if it has no tags. */
function singleWithoutTags(series: readonly GridSeries[]): GridSeries | undefined {
  const [one] = series;
  return series.length === 1 && one && canonicalTags(one.tags) === NO_TAGS ? one : undefined;
}

function nanIfInfinite(values: Float64Array): Float64Array {
  return values.map((value) => (Number.isFinite(value) ? value : NaN));
}

function isBinary(node: jsep.Expression): node is jsep.BinaryExpression {
  return node.type === 'BinaryExpression';
}

function isUnary(node: jsep.Expression): node is jsep.UnaryExpression {
  return node.type === 'UnaryExpression';
}

function isName(node: jsep.Expression): node is jsep.Identifier {
  return node.type === 'Identifier';
}

function isNumber(node: jsep.Expression): node is jsep.Literal & { value: number } {
  return node.type === 'Literal' && typeof node.value === 'number' && Number.isFinite(node.value);
}
