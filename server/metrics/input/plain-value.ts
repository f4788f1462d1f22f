import { JobError } from '../../common/errors/job-error.js';
import { parseForm, quotedExcerpt, unquote } from '../../common/plain-body.js';

/** A decimal number as in JSON, but a plus sign and a point without digits on one side are allowed. */
const NUMBER = /^[+-]?(?:(?:0|[1-9]\d*)(?:\.\d*)?|\.\d+)(?:[eE][+-]?\d+)?$/;

const WITH_UNIT = /^([+-]?\d[\d.]*)\s*(\p{L}[\p{L}/]*|°\p{L}?|[€$£])$/u;

/** Common mistakes, and what to send instead. */
const HINTS: readonly (readonly [RegExp, (text: string, key: string) => string])[] = [
  [/^$/, () => 'send a number, like 42 or -1.5e3'],
  [/^[+-]?(?:nan|inf|infinity)$/i, () => 'only finite numbers can be stored: send nothing where there is no value'],
  [/^[\d.+-][\d.]*,[\d.,]*$/, () => 'send a decimal point instead of a comma, and no thousands separators'],
  [/^\[/, () => 'several values go to /api/v1/metrics without a key, each with its "key"'],
  [/^--/, () => 'a multipart form (curl -F) is not read: use curl -d'],
  [
    /^(?:ok|up|down|true|false|yes|no|on|off|warn|warning|crit|critical|error|fail|failed|success|unknown)$/i,
    (_text, key) => `send a state to the statuses: curl -d ok …/api/v1/statuses/${key}`,
  ],
  [
    WITH_UNIT,
    (text) => {
      const [, number, unit] = WITH_UNIT.exec(text) ?? [];
      return `send the unit separately: { "value": ${number}, "unit": "${unit}" }`;
    },
  ],
];

/**
 * Reads a value as people send it with `curl -d`: a number (also `+5`, `.5`, `5.`, or in quotes), a percentage (`5%`, which also
 * sets the unit), or a form (`value=5&unit=ms`).
 *
 * @param key the key of the metric, for error messages
 * @returns the members of a point, not checked yet
 * @throws JobError 400, whose message says what to send instead
 */
export function readPlainValue(text: string, key: string): Readonly<Record<string, unknown>> {
  const form = parseForm(text);
  if (!form) return readNumber(text, key);
  const { value } = form;
  return typeof value === 'string' ? { ...readNumber(value, key), ...withoutValue(form) } : form;
}

function withoutValue(members: Readonly<Record<string, unknown>>): Record<string, unknown> {
  return Object.fromEntries(Object.entries(members).filter(([name]) => name !== 'value'));
}

function readNumber(sent: string, key: string): { value: number; unit?: string } {
  const text = unquote(sent);
  const isPercentage = text.endsWith('%');
  const number = isPercentage ? text.slice(0, -1).trimEnd() : text;
  if (NUMBER.test(number)) return { value: Number(number), ...(isPercentage ? { unit: 'percent' } : {}) };
  throw new JobError(
    400,
    `The body ${quotedExcerpt(text)} is neither a number nor a JSON object: ${hintFor(text, key)}.`,
  );
}

function hintFor(text: string, key: string): string {
  const [, hint] = HINTS.find(([pattern]) => pattern.test(text)) ?? [];
  return hint?.(text, key) ?? 'send a number in decimal digits, like 42 or -1.5e3, or an object like { "value": 42 }';
}
