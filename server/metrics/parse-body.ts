import { isUtf8 } from 'node:buffer';
import { JobError } from '../database/job.js';
import { reasonOf } from '../base/reason-of.js';
import { addItem } from './check-item.js';
import { ColumnsBuilder, type PointColumns } from './point-columns.js';

const MAX_ITEMS = 10_000;

/** JSON's grammar of numbers, RFC 8259, section 6. */
const JSON_NUMBER = /^-?(?:0|[1-9]\d*)(?:\.\d+)?(?:[eE][+-]?\d+)?$/;
const JSON_SPACE = /^[ \t\r\n]+|[ \t\r\n]+$/g;
const BLANK = /^[ \t\r]*$/;

const decoder = new TextDecoder();

/**
 * One value: a number, or an object with it.
 * @param now microseconds.
 * @throws JobError 400 or 422, in words.
 */
export function parseOne(key: string, body: Uint8Array, now: number): PointColumns {
  const text = decode(body).replace(JSON_SPACE, '');
  const columns = new ColumnsBuilder();
  const errors = addItem(columns, text.startsWith('{') ? parseObject(text) : { value: parseNumber(text) }, key, now);
  if (errors) throw new JobError(422, 'The value cannot be stored as it is.', errors);
  return columns.build();
}

/**
 * Many values: a JSON array, or one JSON object a line (NDJSON).
 * @param now microseconds.
 * @throws JobError 400, 413 or 422, in words.
 */
export function parseBatch(body: Uint8Array, now: number): PointColumns {
  const text = decode(body);
  const columns = new ColumnsBuilder();
  if (/^[ \t\r\n]*\[/.test(text)) addItems(columns, parseArray(text), now);
  else addLines(columns, text, now);
  return columns.build();
}

function decode(body: Uint8Array): string {
  if (!isUtf8(body)) throw new JobError(400, 'The body is not UTF-8.');
  return decoder.decode(body);
}

function parseNumber(text: string): number {
  if (JSON_NUMBER.test(text)) return Number(text);
  throw new JobError(
    400,
    'The body is neither a number in JSON\'s grammar, like 42 or -1.5e3, nor a JSON object with a "value".',
  );
}

function parseObject(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch (error) {
    throw new JobError(400, `The body is not JSON: ${reasonOf(error)}`);
  }
}

function parseArray(text: string): readonly unknown[] {
  try {
    return JSON.parse(text) as unknown[];
  } catch (error) {
    throw new JobError(400, `The body is not a JSON array: ${reasonOf(error)}`);
  }
}

function addItems(columns: ColumnsBuilder, items: readonly unknown[], now: number): void {
  refuseTooMany(items.length);
  items.forEach((item, index) => {
    addChecked(columns, item, index, now);
  });
}

function addLines(columns: ColumnsBuilder, text: string, now: number): void {
  let index = 0;
  let line = 0;
  for (let start = 0; start < text.length;) {
    const newline = text.indexOf('\n', start);
    const end = newline < 0 ? text.length : newline;
    const content = text.slice(start, end);
    start = end + 1;
    line += 1;
    if (BLANK.test(content)) continue;
    refuseTooMany(index + 1);
    addChecked(columns, parseLine(content, line), index, now);
    index += 1;
  }
}

function parseLine(text: string, line: number): unknown {
  try {
    return JSON.parse(text);
  } catch (error) {
    throw new JobError(
      400,
      `Line ${line} is not JSON: ${reasonOf(error)}. Send a JSON array, or one JSON object on each line.`,
    );
  }
}

function addChecked(columns: ColumnsBuilder, item: unknown, index: number, now: number): void {
  const errors = addItem(columns, item, undefined, now, `[${index}].`);
  if (errors) throw new JobError(422, `Item ${index} cannot be stored as it is: nothing was stored.`, errors);
}

function refuseTooMany(count: number): void {
  if (count > MAX_ITEMS) {
    throw new JobError(413, `A batch has at most ${MAX_ITEMS} items: send them in several.`);
  }
}
