import { isUtf8 } from 'node:buffer';
import { JobError } from '../../../common/errors/job-error.js';
import { readJson } from '../../../http/bodies/read-json.js';

const EXAMPLE = '{ "alerts": [] }';
const FORM = 'application/x-www-form-urlencoded';
const MULTIPART = 'multipart/';
const MEMBER = 'payload';

/** Maximum number of members of a form. */
const MAX_MEMBERS = 1_000;

const BYTE_ORDER_MARK = '\uFEFF';

/** `curl -d` sends any body as a form. It is JSON if it starts like a list, an object or a string, or has no `=`. */
const IS_JSON = /^\uFEFF?\s*[[{"]|^[^=]*$/;

/**
 * Parses the JSON of a webhook: the body, or the member `payload` of a form, which GitHub sends by default
 * (https://docs.github.com/en/webhooks/using-webhooks/creating-webhooks#content-type).
 *
 * @param type content type of the request, in lower case and without parameters
 * @throws JobError 400 or 415
 */
export function readWebhookBody(body: Uint8Array, type: string): unknown {
  if (type.startsWith(MULTIPART)) {
    throw new JobError(
      415,
      `A webhook must be JSON, or a form (${FORM}) with the JSON in '${MEMBER}', but the content type is ${type}.`,
    );
  }
  if (type !== FORM || !isUtf8(body)) return readJson(body, EXAMPLE);
  // The decoder removes a byte order mark.
  const text = new TextDecoder().decode(body);
  if (IS_JSON.test(text)) return readJson(body, EXAMPLE);
  return readJson(Buffer.from(payloadOf(text)), EXAMPLE);
}

/** Returns the member `payload` of a form. https://url.spec.whatwg.org/#urlencoded-parsing */
function payloadOf(form: string): string {
  let payload: string | undefined;
  let members = 0;
  for (let start = 0; start <= form.length;) {
    members += 1;
    if (members > MAX_MEMBERS) throw new JobError(400, `The form has more than ${MAX_MEMBERS} members.`);
    const end = endOf(form, '&', start);
    const member = form.slice(start, end);
    const equals = endOf(member, '=', 0);
    // A much longer name is a different one, even if it is percent-encoded.
    if (equals <= 3 * MEMBER.length && decodeForm(member.slice(0, equals), 'a name') === MEMBER) {
      if (payload !== undefined) throw new JobError(400, `The form has '${MEMBER}' more than once.`);
      payload = decodeForm(member.slice(equals + 1), `'${MEMBER}'`);
    }
    start = end + 1;
  }
  if (payload === undefined) {
    throw new JobError(400, `The body is neither JSON nor a form with '${MEMBER}': send JSON, like ${EXAMPLE}`);
  }
  if (payload.trim() === '') throw new JobError(400, `'${MEMBER}' of the form is empty. It must be JSON.`);
  return payload.startsWith(BYTE_ORDER_MARK) ? payload.slice(1) : payload;
}

/** Returns the next position of a character, or the end of the text. */
function endOf(text: string, character: string, start: number): number {
  const found = text.indexOf(character, start);
  return found < 0 ? text.length : found;
}

function decodeForm(text: string, what: string): string {
  try {
    return decodeURIComponent(text.replaceAll('+', ' '));
  } catch {
    throw new JobError(400, `In the form, ${what} is not percent-encoded UTF-8.`);
  }
}
