import { randomBytes } from 'node:crypto';

const QUOTE = 34;
const BACKSLASH = 92;
const COLON = 58;

/**
 * `JSON.parse`, with the names that are written. V8 takes a name with an escape in it (`"gr\u00f6"`, `"\""`) for another one
 * that some object before had in this place and that looks like the beginning of the escaped text (`gr\u`, `\`): so whoever
 * sends one such name could rename what all others send. https://github.com/nodejs/node/issues/63785
 *
 * @throws SyntaxError as `JSON.parse` does
 */
export function parseJson(text: string): unknown {
  const names = escapedNames(text);
  if (names.length === 0) return JSON.parse(text) as unknown;
  // Names without escapes are read rightly: each of these is read under another one, which the text does not have.
  const mark = unusedMark(text);
  const marks = new Map<string, string>();
  let marked = '';
  let end = 0;
  for (const { from, to } of names) {
    const written = text.slice(from, to);
    const name = marks.get(written) ?? `${mark}${marks.size}`;
    marks.set(written, name);
    marked += `${text.slice(end, from)}"${name}"`;
    end = to;
  }
  const real = new Map(Array.from(marks, ([written, name]) => [name, JSON.parse(written) as string]));
  return renamed(JSON.parse(marked + text.slice(end)), real);
}

interface Place {
  readonly from: number;
  readonly to: number;
}

/** Where names with escapes are, quotes included. Of what is no JSON anything: it is refused anyway. */
function escapedNames(text: string): Place[] {
  const found: Place[] = [];
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

/** Whether a colon follows. */
function isName(text: string, after: number): boolean {
  let at = after;
  while (at < text.length && ' \t\r\n'.includes(text.charAt(at))) at += 1;
  return text.charCodeAt(at) === COLON;
}

/** Random, so that no sender can make it long, and short, for it is written for each name. */
function unusedMark(text: string): string {
  let mark: string;
  do mark = randomBytes(9).toString('base64url');
  while (text.includes(mark));
  return mark;
}

/** The value with the real names of its members, in their order. Not recursive, because the nesting depth is unlimited. */
function renamed(value: unknown, real: ReadonlyMap<string, string>): unknown {
  const root = [value];
  const remaining: object[] = [root];
  for (let holder = remaining.pop(); holder !== undefined; holder = remaining.pop()) {
    for (const name of Object.keys(holder)) {
      const member = (holder as Record<string, unknown>)[name];
      if (typeof member !== 'object' || member === null) continue;
      const own = withRealNames(member, real);
      if (own !== member) Object.defineProperty(holder, name, { value: own });
      remaining.push(own);
    }
  }
  return root[0];
}

function withRealNames(value: object, real: ReadonlyMap<string, string>): object {
  if (Array.isArray(value) || !Object.keys(value).some((name) => real.has(name))) return value;
  return Object.fromEntries(Object.entries(value).map(([name, member]) => [real.get(name) ?? name, member]));
}
