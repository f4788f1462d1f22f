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
  let marked = '';
  let end = 0;
  names.forEach(({ from, to }, index) => {
    marked += `${text.slice(end, from)}"${mark}${index}"`;
    end = to;
  });
  const real = new Map(
    names.map(({ from, to }, index) => [`${mark}${index}`, JSON.parse(text.slice(from, to)) as string]),
  );
  return JSON.parse(marked + text.slice(end), (_name, value: unknown) => renamed(value, real)) as unknown;
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

/** Longer than any run of this character (of those for private use) in the text. */
function unusedMark(text: string): string {
  const runs = Array.from(text.matchAll(/\uE000+/g), ([run]) => run.length);
  return '\uE000'.repeat(runs.reduce((longest, run) => Math.max(longest, run), 0) + 1);
}

function renamed(value: unknown, real: ReadonlyMap<string, string>): unknown {
  if (typeof value !== 'object' || value === null || Array.isArray(value)) return value;
  const members = Object.entries(value);
  if (!members.some(([name]) => real.has(name))) return value;
  return Object.fromEntries(members.map(([name, member]) => [real.get(name) ?? name, member]));
}
