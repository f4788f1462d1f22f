import { JobError } from '../../common/errors/job-error.js';
import { errorMessage } from '../../common/errors/error-message.js';
import { parseJson } from '../../common/parse-json.js';
import { decodeBody } from './decode-body.js';

/**
 * The JSON of a body.
 * @param example of what is expected, for the words.
 * @throws JobError 400, in words.
 */
export function readJson(body: Uint8Array, example: string): unknown {
  return parseOrRefuse(decodeBody(body), example);
}

/**
 * The JSON of a body; of one that has JSON on each of several lines (NDJSON), a list of these.
 * @param example of what is expected, for the words.
 * @throws JobError 400, in words.
 */
export function readJsonOrLines(body: Uint8Array, example: string): unknown {
  const text = decodeBody(body);
  const lines = text.split('\n').flatMap((line, index) => (line.trim() === '' ? [] : [{ line, number: index + 1 }]));
  const [first] = lines;
  if (lines.length < 2 || !first || !isJson(first.line)) return parseOrRefuse(text, example);
  return lines.map(({ line, number }) => parseOrRefuse(line, example, `Line ${number}`));
}

function isJson(text: string): boolean {
  try {
    parseJson(text);
    return true;
  } catch {
    return false;
  }
}

function parseOrRefuse(text: string, example: string, subject = 'The body'): unknown {
  if (text.trim() === '') throw new JobError(400, `The body is empty: send JSON, like ${example}`);
  try {
    return parseJson(text);
  } catch (error) {
    const reason = errorMessage(error);
    throw new JobError(400, `${subject} is not JSON, like ${example}: ${reason}`);
  }
}
