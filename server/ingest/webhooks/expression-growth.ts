import jmespath from 'jmespath';

/** An expression as the library has read it. */
interface Node {
  readonly type: string;
  readonly children?: readonly (Node | number | null)[];
  /** Of a `KeyValuePair` a node, of a `Literal` any JSON. */
  readonly value?: unknown;
}

declare module 'jmespath' {
  /** @throws Error where the expression is none. */
  export function compile(expression: string): Node;
}

/**
 * How many times over an expression may repeat what it is given, at most. Lists of the same twice, of which a list is made
 * again, double with each step: a line of them would keep a thread for years.
 *
 * @throws Error where the expression is none.
 */
export function growthOf(expression: string): number {
  return growth(jmespath.compile(expression));
}

function growth({ type, children = [], value }: Node): number {
  if (type === 'KeyValuePair') return growth(value as Node);
  const parts = children.filter((child): child is Node => typeof child === 'object' && child !== null).map(growth);
  const isList = type === 'MultiSelectList' || type === 'MultiSelectHash';
  return isList ? parts.reduce((sum, part) => sum + part, 0) : parts.reduce((product, part) => product * part, 1);
}
