import { JobError } from '../../common/errors/job-error.js';
import { errorMessage } from '../../common/errors/error-message.js';
import type { AcceptedTimes } from '../../common/time/timestamps.js';
import { assertBelowItemLimit } from '../../common/validation/read-batch.js';
import { addPoint } from './check-point.js';
import { decodeBody } from '../../http/bodies/decode-body.js';
import { readPlainValue } from './plain-value.js';
import { ColumnsBuilder, type PointColumns } from './point-columns.js';
import { parseJson } from '../../common/parse-json.js';

const BLANK = /^[ \t\r]*$/;

/**
 * Parses one value: a number or a form (see `readPlainValue`), or a JSON object.
 * @param oldestUs older points are rejected
 * @throws JobError 400 or 422
 */
export function parseOne(key: string, body: Uint8Array, nowUs: number, oldestUs?: number): PointColumns {
  const text = decodeBody(body).trim();
  const columns = new ColumnsBuilder();
  const item = text.startsWith('{') ? parseObject(text) : readPlainValue(text, key);
  const errors = addPoint(columns, item, key, { nowUs, oldestUs });
  if (errors) throw new JobError(422, 'The value is invalid.', errors);
  return columns.build();
}

/**
 * Parses many values: a JSON array, or one JSON object on each line (NDJSON).
 * @param oldestUs older points are rejected
 * @throws JobError 400, 413 or 422
 */
export function parseBatch(body: Uint8Array, nowUs: number, oldestUs?: number): PointColumns {
  const text = decodeBody(body);
  const columns = new ColumnsBuilder();
  if (/^[ \t\r\n]*\[/.test(text)) addItems(columns, parseArray(text), { nowUs, oldestUs });
  else addLines(columns, text, { nowUs, oldestUs });
  return columns.build();
}

function parseObject(text: string): unknown {
  try {
    return parseJson(text);
  } catch (error) {
    throw new JobError(400, `The body is not JSON: ${errorMessage(error)}`);
  }
}

function parseArray(text: string): readonly unknown[] {
  try {
    return parseJson(text) as unknown[];
  } catch (error) {
    throw new JobError(400, `The body is not a JSON array: ${errorMessage(error)}`);
  }
}

function addItems(columns: ColumnsBuilder, items: readonly unknown[], times: AcceptedTimes): void {
  assertBelowItemLimit(items.length);
  items.forEach((item, index) => {
    addChecked(columns, item, index, times);
  });
}

function addLines(columns: ColumnsBuilder, text: string, times: AcceptedTimes): void {
  let index = 0;
  let line = 0;
  for (let start = 0; start < text.length;) {
    const newline = text.indexOf('\n', start);
    const end = newline < 0 ? text.length : newline;
    const content = text.slice(start, end);
    start = end + 1;
    line += 1;
    if (BLANK.test(content)) continue;
    assertBelowItemLimit(index + 1);
    addChecked(columns, parseLine(content, line), index, times);
    index += 1;
  }
}

function parseLine(text: string, line: number): unknown {
  try {
    return parseJson(text);
  } catch (error) {
    throw new JobError(
      400,
      `Line ${line} is not JSON: ${errorMessage(error)}. Send a JSON array, or one JSON object on each line.`,
    );
  }
}

function addChecked(columns: ColumnsBuilder, item: unknown, index: number, times: AcceptedTimes): void {
  const errors = addPoint(columns, item, undefined, times, `[${index}].`);
  if (errors) throw new JobError(422, `Item ${index} is invalid: nothing was stored.`, errors);
}
