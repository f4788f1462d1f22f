/** A form as `curl -d name=value` and HTTP libraries send it. */
const FORM = /^[A-Za-z]\w*=/;

/** A number in a field of a form. */
const DECIMAL = /^\d+(?:\.\d+)?$/;

/** Returns the fields of a form; undefined if the body is not a form. Fields are strings, except for a numeric time. */
export function parseForm(text: string): Record<string, unknown> | undefined {
  if (!FORM.test(text)) return undefined;
  const members: Record<string, unknown> = Object.fromEntries(new URLSearchParams(text));
  const { at } = members;
  return typeof at === 'string' && DECIMAL.test(at) ? { ...members, at: Number(at) } : members;
}

/** Removes surrounding blanks and quotes. Windows shells pass quotes on: `curl -d '42'`. */
export function unquote(text: string): string {
  const trimmed = text.trim();
  const [first] = trimmed;
  const isQuoted = trimmed.length > 1 && (first === '"' || first === "'") && trimmed.endsWith(first);
  return isQuoted ? trimmed.slice(1, -1).trim() : trimmed;
}

const MAX_EXCERPT = 40;

/** Returns the start of a text in quotes, for error messages. */
export function quotedExcerpt(text: string): string {
  return `'${text.length > MAX_EXCERPT ? `${text.slice(0, MAX_EXCERPT).toWellFormed()}…` : text}'`;
}
