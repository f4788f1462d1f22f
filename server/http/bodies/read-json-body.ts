import { bodyText } from './body-text.js';
import { parseJson } from '../../common/parse-json.js';
import { Problem } from '../../common/errors/problem.js';
import { errorMessage } from '../../common/errors/error-message.js';

/**
 * Parses the JSON of a body.
 * @throws Problem 400 if it is not valid JSON, or has a member named `__proto__`
 */
export function readJsonBody(body: Uint8Array): unknown {
  const read = bodyText(body);
  if ('problem' in read) throw new Problem(400, read.problem);
  if (read.text.trim() === '') throw new Problem(400, 'The body is empty. Send JSON.');
  let value: unknown;
  try {
    value = parseJson(read.text);
  } catch (error) {
    throw new Problem(400, `The body is not valid JSON: ${errorMessage(error)}`);
  }
  // Walk through the body only if its text may contain the name.
  if (/__proto__|\\u/.test(read.text) && hasProtoName(value)) {
    throw new Problem(400, 'The body has a member named "__proto__". Use another name.');
  }
  return value;
}

/** Code that copies such a member may change the prototype instead. Not recursive, because the nesting depth is unlimited. */
function hasProtoName(body: unknown): boolean {
  const remaining: unknown[] = [body];
  while (remaining.length > 0) {
    const value = remaining.pop();
    if (typeof value !== 'object' || value === null) continue;
    if (Object.hasOwn(value, '__proto__')) return true;
    for (const member of Object.values(value)) remaining.push(member);
  }
  return false;
}
