import { expressionProblem } from './compile.js';

/** A text with expressions in it: what is literally there, and the expressions between. */
export type Template = readonly (string | { readonly expression: string })[];

const OPEN = '{{';
const CLOSE = '}}';

/** Reads a text with `{{ expression }}` in it. What is not closed is text. */
export function parseTemplate(text: string): Template {
  const pieces: (string | { expression: string })[] = [];
  let reached = 0;
  for (;;) {
    const start = text.indexOf(OPEN, reached);
    const end = start < 0 ? -1 : text.indexOf(CLOSE, start + OPEN.length);
    if (end < 0) break;
    if (start > reached) pieces.push(text.slice(reached, start));
    pieces.push({ expression: text.slice(start + OPEN.length, end).trim() });
    reached = end + CLOSE.length;
  }
  if (reached < text.length) pieces.push(text.slice(reached));
  return pieces;
}

/** The message if this is not a template; undefined if it is one. Nothing is evaluated. */
export function templateProblem(text: string): string | undefined {
  for (const piece of parseTemplate(text)) {
    const problem = typeof piece === 'string' ? undefined : expressionProblem(piece.expression);
    if (problem !== undefined) return `{{ ${(piece as { expression: string }).expression} }} ${problem}`;
  }
  return undefined;
}
