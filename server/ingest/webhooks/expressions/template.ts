import { expressionProblem } from './compile.js';

/** The parts of a template: literal texts and expressions. */
export type Template = readonly (string | { readonly expression: string })[];

const OPEN = '{{';
const CLOSE = '}}';

/** Parses a text with `{{ expression }}` in it. An unclosed expression is literal text. */
export function parseTemplate(text: string): Template {
  const parts: (string | { expression: string })[] = [];
  let position = 0;
  for (;;) {
    const start = text.indexOf(OPEN, position);
    const end = start < 0 ? -1 : text.indexOf(CLOSE, start + OPEN.length);
    if (end < 0) break;
    if (start > position) parts.push(text.slice(position, start));
    parts.push({ expression: text.slice(start + OPEN.length, end).trim() });
    position = end + CLOSE.length;
  }
  if (position < text.length) parts.push(text.slice(position));
  return parts;
}

/** Returns a message if the text is not a valid template, or undefined. Nothing is evaluated. */
export function templateProblem(text: string): string | undefined {
  for (const part of parseTemplate(text)) {
    const problem = typeof part === 'string' ? undefined : expressionProblem(part.expression);
    if (problem !== undefined) return `{{ ${(part as { expression: string }).expression} }} ${problem}`;
  }
  return undefined;
}
