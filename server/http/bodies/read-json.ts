import { JobError } from '../../common/errors/job-error.js';
import { errorMessage } from '../../common/errors/error-message.js';
import { parseJson } from '../../common/parse-json.js';
import { decodeBody } from './decode-body.js';

/**
 * Parses the JSON of a body, in a database thread.
 * @param example of the expected JSON, for error messages
 * @throws JobError 400 if it is not valid JSON
 */
export function readJson(body: Uint8Array, example: string): unknown {
  return parseOrThrow(decodeBody(body), example);
}

/**
 * Parses the JSON of a body. If it is NDJSON of several lines, returns the list of their values.
 * @param example of the expected JSON, for error messages
 * @throws JobError 400 if it is not valid JSON
 */
export function readJsonOrLines(body: Uint8Array, example: string): unknown {
  const text = decodeBody(body);
  const lines = text.split('\n').flatMap((line, index) => (line.trim() === '' ? [] : [{ line, number: index + 1 }]));
  const [first] = lines;
  if (lines.length < 2 || !first || !isJson(first.line)) return parseOrThrow(text, example);
  return lines.map(({ line, number }) => parseOrThrow(line, example, `Line ${number}`));
}

function isJson(text: string): boolean {
  try {
    parseJson(text);
    return true;
  } catch {
    return false;
  }
}

function parseOrThrow(text: string, example: string, subject = 'The body'): unknown {
  if (text.trim() === '') throw new JobError(400, `The body is empty: send JSON, like ${example}`);
  try {
    return parseJson(text);
  } catch (error) {
    throw new JobError(400, `${subject} is not JSON, like ${example}: ${errorMessage(error)}`);
  }
}
