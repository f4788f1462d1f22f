import { randomBytes } from 'node:crypto';

const QUOTE = 34;
const BACKSLASH = 92;
const COLON = 58;

/**
 * Parses JSON like `JSON.parse`, without a bug of V8 in names with an escape (`"gr\u00f6"`, `"\""`): V8 may return the name that an
 * earlier object had at the same position, if that name looks like the beginning of the escaped text (`gr\u`, `\`). A client
 * that sent such a name could rename members of all other requests. https://github.com/nodejs/node/issues/63785
 *
 * @throws SyntaxError as `JSON.parse` does
 */
export function parseJson(text: string): unknown {
  const spans = escapedNames(text);
  if (spans.length === 0) return JSON.parse(text) as unknown;
  // Names without escapes are parsed correctly: replace each escaped name by a placeholder that the text does not contain.
  const prefix = unusedPrefix(text);
  const placeholders = new Map<string, string>();
  let replaced = '';
  let end = 0;
  for (const { from, to } of spans) {
    const written = text.slice(from, to);
    const placeholder = placeholders.get(written) ?? `${prefix}${placeholders.size}`;
    placeholders.set(written, placeholder);
    replaced += `${text.slice(end, from)}"${placeholder}"`;
    end = to;
  }
  const names = new Map(
    Array.from(placeholders, ([written, placeholder]) => [placeholder, JSON.parse(written) as string]),
  );
  return restoreNames(JSON.parse(replaced + text.slice(end)), names);
}

interface TextSpan {
  readonly from: number;
  readonly to: number;
}

/** Finds names with escapes, quotes included. For invalid JSON the result does not matter: parsing fails anyway. */
function escapedNames(text: string): TextSpan[] {
  const found: TextSpan[] = [];
  if (!text.includes('\\')) return found;
  for (let at = text.indexOf('"'); at >= 0; at = text.indexOf('"', at)) {
    const from = at;
    let hasEscape = false;
    for (at += 1; at < text.length && text.charCodeAt(at) !== QUOTE; at += 1) {
      if (text.charCodeAt(at) !== BACKSLASH) continue;
      hasEscape = true;
      at += 1;
    }
    at += 1;
    if (hasEscape && at <= text.length && isName(text, at)) found.push({ from, to: at });
  }
  return found;
}

/** Whether a colon follows, so that the string is a name. */
function isName(text: string, after: number): boolean {
  let at = after;
  while (at < text.length && ' \t\r\n'.includes(text.charAt(at))) at += 1;
  return text.charCodeAt(at) === COLON;
}

/** Returns a short prefix that the text does not contain. It is random, so that no client can force a long search. */
function unusedPrefix(text: string): string {
  let prefix: string;
  do prefix = randomBytes(9).toString('base64url');
  while (text.includes(prefix));
  return prefix;
}

/** Replaces the placeholders in a value by the names, in order. Not recursive, because the nesting depth is unlimited. */
function restoreNames(value: unknown, names: ReadonlyMap<string, string>): unknown {
  const root = [value];
  const remaining: object[] = [root];
  for (let holder = remaining.pop(); holder !== undefined; holder = remaining.pop()) {
    for (const name of Object.keys(holder)) {
      const member = (holder as Record<string, unknown>)[name];
      if (typeof member !== 'object' || member === null) continue;
      const own = withNames(member, names);
      if (own !== member) Object.defineProperty(holder, name, { value: own });
      remaining.push(own);
    }
  }
  return root[0];
}

function withNames(value: object, names: ReadonlyMap<string, string>): object {
  if (Array.isArray(value) || !Object.keys(value).some((name) => names.has(name))) return value;
  return Object.fromEntries(Object.entries(value).map(([name, member]) => [names.get(name) ?? name, member]));
}
