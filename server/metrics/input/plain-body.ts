/** A form as `curl -d name=value` and HTTP libraries send it. */
const FORM = /^[A-Za-z]\w*=/;

/** Numbers in the texts of a form. */
const DECIMAL = /^\d+(?:\.\d+)?$/;

/** Members of a body that is a form; undefined if it is none. All are texts, but for a time that is a number. */
export function parseForm(text: string): Record<string, unknown> | undefined {
  if (!FORM.test(text)) return undefined;
  const members: Record<string, unknown> = Object.fromEntries(new URLSearchParams(text));
  const { at } = members;
  return typeof at === 'string' && DECIMAL.test(at) ? { ...members, at: Number(at) } : members;
}

/** Without blanks around it and quotes, which shells of Windows pass on: `curl -d '42'`. */
export function unquote(text: string): string {
  const trimmed = text.trim();
  const [first] = trimmed;
  const isQuoted = trimmed.length > 1 && (first === '"' || first === "'") && trimmed.endsWith(first);
  return isQuoted ? trimmed.slice(1, -1).trim() : trimmed;
}

const MAX_EXCERPT = 40;

/** What was sent, as an error shows it. */
export function quotedExcerpt(text: string): string {
  return `'${text.length > MAX_EXCERPT ? `${text.slice(0, MAX_EXCERPT).toWellFormed()}…` : text}'`;
}
