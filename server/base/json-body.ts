import { bodyText } from './body-text.js';
import { parseJson } from './parse-json.js';
import { Problem } from './problem.js';
import { reasonOf } from './reason-of.js';

/**
 * The JSON of a body.
 * @throws Problem 400, in words.
 */
export function readJsonBody(body: Uint8Array): unknown {
  const read = bodyText(body);
  if ('fault' in read) throw new Problem(400, read.fault);
  if (read.text.trim() === '') throw new Problem(400, 'The body is empty: send JSON.');
  let value: unknown;
  try {
    value = parseJson(read.text);
  } catch (error) {
    throw new Problem(400, `The body is not valid JSON: ${reasonOf(error)}`);
  }
  if (/_proto_|\\u/.test(read.text) && hasProtoName(value)) {
    throw new Problem(400, 'The body has a member named “__proto__”: choose another name.');
  }
  return value;
}

/** Whoever copies such a member may change the prototype instead. Without recursion, for any depth can be sent. */
function hasProtoName(body: unknown): boolean {
  const waiting: unknown[] = [body];
  while (waiting.length > 0) {
    const value = waiting.pop();
    if (typeof value !== 'object' || value === null) continue;
    if (Object.hasOwn(value, '__proto__')) return true;
    for (const member of Object.values(value)) waiting.push(member);
  }
  return false;
}
