import { isUtf8 } from 'node:buffer';
import { JobError } from '../../common/errors/job-error.js';
import { readJson } from '../../http/bodies/read-json.js';

const EXAMPLE = '{ "alerts": [] }';
const FORM = 'application/x-www-form-urlencoded';
const MULTIPART = 'multipart/';
const MEMBER = 'payload';

/** Members of a form; those that senders of webhooks send have a few. */
const MAX_MEMBERS = 1_000;

const BYTE_ORDER_MARK = '\uFEFF';

/** `curl -d` calls all that it sends a form: what begins as lists, objects and texts do is JSON, and so is what has no `=`. */
const IS_JSON = /^\uFEFF?\s*[[{"]|^[^=]*$/;

/**
 * The JSON of a webhook: the body, or the member `payload` of a form, as GitHub sends it by default
 * (https://docs.github.com/en/webhooks/using-webhooks/creating-webhooks#content-type).
 *
 * @param type the content type that was sent, in lower case and without parameters.
 * @throws JobError 400, 415, in words.
 */
export function readWebhookBody(body: Uint8Array, type: string): unknown {
  if (type.startsWith(MULTIPART)) {
    throw new JobError(415, `A webhook is JSON, or a form (${FORM}) with the JSON in '${MEMBER}'; this is ${type}.`);
  }
  if (type !== FORM || !isUtf8(body)) return readJson(body, EXAMPLE);
  // The decoder leaves a byte order mark out.
  const text = new TextDecoder().decode(body);
  if (IS_JSON.test(text)) return readJson(body, EXAMPLE);
  return readJson(Buffer.from(payloadOf(text)), EXAMPLE);
}

/** The one member `payload` of a form. https://url.spec.whatwg.org/#urlencoded-parsing */
function payloadOf(form: string): string {
  let payload: string | undefined;
  let members = 0;
  for (let start = 0; start <= form.length;) {
    members += 1;
    if (members > MAX_MEMBERS) throw new JobError(400, `The form has more than ${MAX_MEMBERS} members.`);
    const end = endOf(form, '&', start);
    const member = form.slice(start, end);
    const equals = endOf(member, '=', 0);
    // A name that is much longer is another one, however it is written.
    if (equals <= 3 * MEMBER.length && decoded(member.slice(0, equals), 'a name') === MEMBER) {
      if (payload !== undefined) throw new JobError(400, `The form has '${MEMBER}' more than once.`);
      payload = decoded(member.slice(equals + 1), `'${MEMBER}'`);
    }
    start = end + 1;
  }
  if (payload === undefined) {
    throw new JobError(400, `The body is neither JSON nor a form with '${MEMBER}': send JSON, like ${EXAMPLE}`);
  }
  if (payload.trim() === '') throw new JobError(400, `The form's '${MEMBER}' is empty: it must be JSON.`);
  return payload.startsWith(BYTE_ORDER_MARK) ? payload.slice(1) : payload;
}

/** The next place of a character, or the end. */
function endOf(text: string, character: string, start: number): number {
  const found = text.indexOf(character, start);
  return found < 0 ? text.length : found;
}

function decoded(text: string, what: string): string {
  try {
    return decodeURIComponent(text.replaceAll('+', ' '));
  } catch {
    throw new JobError(400, `In the form, ${what} is not percent-encoded UTF-8.`);
  }
}
