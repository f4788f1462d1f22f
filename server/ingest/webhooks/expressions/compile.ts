import jmespath from 'jmespath';
import { errorMessage } from '../../../common/errors/error-message.js';
import { isObject } from '../../../../wire/is-object.js';
import { ELEMENT_COST, MEMBER_COST } from './budget.js';
import { type Evaluate, type FunctionDefinition, FUNCTIONS, isOfType, typeName } from './functions.js';
import { isEqual, isTrue } from './values.js';

/** A node of the syntax tree that the library returns. For some invalid expressions, members are missing. */
interface Node {
  readonly type: string;
  readonly name?: unknown;
  readonly value?: unknown;
  readonly children?: readonly (Node | number | null | undefined)[];
}

declare module 'jmespath' {
  /** @throws Error if the text is not an expression */
  export function compile(expression: string): Node | undefined;
}

/** Maximum depth of expressions. */
export const MAX_DEPTH = 100;

/**
 * Compiles a JMESPath expression, and checks its functions and their arguments. Nothing is evaluated.
 *
 * The library jmespath 0.16.0 is only used for parsing, because its evaluation limits neither time nor memory. (Its maintained
 * successor, @jmespath-community/jmespath, has the license MPL-2.0.)
 *
 * @throws Error with a message for the user
 */
export function compile(expression: string): Evaluate {
  return compiled(parsed(expression), 0);
}

function parsed(expression: string): Node | undefined {
  try {
    return jmespath.compile(expression);
  } catch (error) {
    // If the text ends too early, the library reads beyond its end.
    if (error instanceof TypeError) throw new Error('it is incomplete', { cause: error });
    throw error;
  }
}

function compiled(node: Node | number | null | undefined, depth: number): Evaluate {
  if (typeof node !== 'object' || node === null) throw new Error('it is incomplete');
  if (depth > MAX_DEPTH) throw new Error(`it is nested more than ${MAX_DEPTH} levels deep`);
  const { type, name, value: constant, children = [] } = node;
  const child = (index: number): Evaluate => compiled(children[index], depth + 1);
  switch (type) {
    case 'Identity':
    case 'Current':
      return (value) => value;
    case 'Literal':
      return () => constant;
    case 'Field':
      return field(String(name));
    case 'Subexpression':
    case 'Pipe':
    case 'IndexExpression':
      return chain(child(0), child(1));
    case 'Index':
      return (value) => (Array.isArray(value) ? ((value as unknown[]).at(Number(constant)) ?? null) : null);
    case 'Slice':
      return slice(children as readonly (number | null)[]);
    case 'Flatten':
      return flatten(child(0));
    case 'Projection':
      return project(child(0), (base) => (Array.isArray(base) ? base : null), child(1));
    case 'ValueProjection':
      return project(child(0), (base) => (isObject(base) ? Object.values(base) : null), child(1));
    case 'FilterProjection':
      return project(child(0), (base) => (Array.isArray(base) ? base : null), child(1), child(2));
    case 'Comparator':
      return comparator(String(name), child(0), child(1));
    case 'OrExpression':
      return either(child(0), child(1), false);
    case 'AndExpression':
      return either(child(0), child(1), true);
    case 'NotExpression':
      return not(child(0));
    case 'MultiSelectList':
      return list(children.map((_, index) => child(index)));
    case 'MultiSelectHash':
      return object(children as readonly Node[], depth);
    case 'Function':
      return call(String(name), children as readonly Node[], depth);
    case 'ExpressionReference':
      throw new Error("'&' is allowed only before an argument of map, sort_by, min_by and max_by");
    default:
      throw new Error(`it has an unsupported part (${type})`);
  }
}

/** Reads own members only, not inherited ones such as `constructor`. */
function field(name: string): Evaluate {
  return (value) => (isObject(value) && Object.hasOwn(value, name) ? value[name] : null);
}

function chain(first: Evaluate, second: Evaluate): Evaluate {
  return (value, budget) => second(first(value, budget), budget);
}

function not(operand: Evaluate): Evaluate {
  return (value, budget) => !isTrue(operand(value, budget));
}

/** `&&` evaluates the right side if the left one is true, `||` if it is not. */
function either(left: Evaluate, right: Evaluate, continueIf: boolean): Evaluate {
  return (value, budget) => {
    const result = left(value, budget);
    return isTrue(result) === continueIf ? right(value, budget) : result;
  };
}

function comparator(name: string, left: Evaluate, right: Evaluate): Evaluate {
  return (value, budget) => {
    const a = left(value, budget);
    const b = right(value, budget);
    if (name === 'EQ') return isEqual(a, b);
    if (name === 'NE') return !isEqual(a, b);
    // Numbers and texts, such as times, can be compared. In the specification, the result for other types is null.
    if ((typeof a !== 'number' && typeof a !== 'string') || typeof a !== typeof b) return null;
    const other = b as typeof a;
    if (name === 'LT') return a < other;
    if (name === 'LTE') return a <= other;
    return name === 'GT' ? a > other : a >= other;
  };
}

function project(
  base: Evaluate,
  elementsOf: (base: unknown) => readonly unknown[] | null,
  each: Evaluate,
  filter?: Evaluate,
): Evaluate {
  return (value, budget) => {
    const elements = elementsOf(base(value, budget));
    if (elements === null) return null;
    const found: unknown[] = [];
    for (const element of elements) {
      if (filter && !isTrue(filter(element, budget))) continue;
      const result = each(element, budget);
      if (result === null) continue;
      budget.spend(ELEMENT_COST);
      found.push(result);
    }
    return found;
  };
}

function flatten(operand: Evaluate): Evaluate {
  return (value, budget) => {
    const lists = operand(value, budget);
    if (!Array.isArray(lists)) return null;
    for (const each of lists) budget.spend(ELEMENT_COST * (Array.isArray(each) ? each.length : 1));
    return (lists as unknown[]).flat();
  };
}

function slice([from, to, step]: readonly (number | null | undefined)[]): Evaluate {
  const by = step ?? 1;
  if (by === 0 || Number.isNaN(by)) throw new Error('the step of a slice must not be 0');
  return (value, budget) => {
    if (!Array.isArray(value)) return null;
    const { length } = value;
    // The lowest and highest positions in the direction of the step.
    const [lowest, highest] = by > 0 ? [0, length] : [-1, length - 1];
    const position = (at: number): number => Math.min(Math.max(at < 0 ? at + length : at, lowest), highest);
    const start = from === null || from === undefined ? (by > 0 ? lowest : highest) : position(from);
    const end = to === null || to === undefined ? (by > 0 ? highest : lowest) : position(to);
    budget.spend(ELEMENT_COST * Math.max(0, Math.ceil((end - start) / by)));
    const found: unknown[] = [];
    for (let at = start; by > 0 ? at < end : at > end; at += by) found.push(value[at]);
    return found;
  };
}

function list(elements: readonly Evaluate[]): Evaluate {
  return (value, budget) => {
    if (value === null) return null;
    budget.spend(ELEMENT_COST * elements.length);
    return elements.map((each) => each(value, budget));
  };
}

function object(pairs: readonly Node[], depth: number): Evaluate {
  const members = pairs.map(({ name, value }) => [String(name), compiled(value as Node, depth + 1)] as const);
  return (value, budget) => {
    if (value === null) return null;
    budget.spend(MEMBER_COST * members.length);
    return Object.fromEntries(members.map(([name, each]) => [name, each(value, budget)]));
  };
}

function call(name: string, nodes: readonly (Node | undefined)[], depth: number): Evaluate {
  const definition = FUNCTIONS.get(name);
  if (!definition) throw new Error(`Unknown function: ${name}()`);
  checkCount(name, definition, nodes.length);
  const { parameters } = definition;
  const args = nodes.map((node, index) => {
    const isReference = node?.type === 'ExpressionReference';
    if (isReference !== (parameters[index]?.[0] === 'expression')) {
      throw new Error(`argument ${index + 1} of ${name}() must ${isReference ? 'not ' : ''}be written as &expression`);
    }
    if (!isReference) return compiled(node, depth + 1);
    const inner = compiled(node.children?.[0], depth + 1);
    return () => inner;
  });
  return (value, budget) => {
    const given = args.map((argument) => argument(value, budget));
    given.forEach((each, index) => {
      const types = parameters[Math.min(index, parameters.length - 1)] ?? [];
      if (types.some((type) => isOfType(each, type))) return;
      throw new Error(`argument ${index + 1} of ${name}() must be ${types.join(' or ')}, but is ${typeName(each)}`);
    });
    return definition.call(given, budget);
  };
}

function checkCount(name: string, { parameters, isVariadic = false }: FunctionDefinition, count: number): void {
  if (count === parameters.length || (isVariadic && count > parameters.length)) return;
  throw new Error(`${name}() takes ${isVariadic ? 'at least ' : ''}${parameters.length} arguments, but has ${count}`);
}

/** Returns a message if the text is not a valid expression, or undefined. Nothing is evaluated. */
export function expressionProblem(expression: string): string | undefined {
  try {
    compile(expression);
    return undefined;
  } catch (error) {
    return `is not a JMESPath expression: ${errorMessage(error)}`;
  }
}
