import { isUtf8 } from 'node:buffer';
import { JobError } from '../../../common/errors/job-error.js';
import { isObject } from '../../../../wire/is-object.js';
import { errorMessage } from '../../../common/errors/error-message.js';
import type { ExternalTag } from '../../external-tags.js';
import { MAX_ATTRIBUTES, nanosToUs } from './otlp-data.js';
import { MAX_DEPTH, MAX_ELEMENTS, attributeText } from './proto-values.js';
import { parseJson } from '../../../common/parse-json.js';

/** An object of protobuf's JSON mapping. Names are in lowerCamelCase, and null means that a member is not given. */
export type JsonObject = Readonly<Record<string, unknown>>;

const decoder = new TextDecoder();

/** @throws JobError 400 if the body is not a JSON object */
export function readJsonRequest(body: Uint8Array, name: string): JsonObject {
  let value: unknown;
  try {
    value = isUtf8(body) ? parseJson(decoder.decode(body)) : undefined;
  } catch (error) {
    throw invalidRequest(`The body is not JSON: ${errorMessage(error)}`);
  }
  if (!isObject(value)) throw invalidRequest(`The body is not a JSON object that is an ${name}`);
  return value;
}

/** Returns the objects of a list, which is empty if it is not given. */
export function objectsAt(parent: JsonObject, member: string): readonly JsonObject[] {
  const list = listOf(parent, member);
  if (list.every(isObject)) return list;
  throw invalidRequest(`"${member}" contains an element that is not an object`);
}

/** Returns an object, or undefined if it is not given. */
export function objectAt(parent: JsonObject, member: string): JsonObject | undefined {
  const value = at(parent, member);
  if (value === undefined || isObject(value)) return value;
  throw invalidRequest(`"${member}" is not an object`);
}

export function textAt(parent: JsonObject, member: string): string {
  const value = at(parent, member) ?? '';
  if (typeof value === 'string') return value;
  throw invalidRequest(`"${member}" is not a string`);
}

/** Returns a number, or undefined if it is not given. 64-bit integers and non-finite numbers are strings in JSON. */
export function numberAt(parent: JsonObject, member: string): number | undefined {
  const value = at(parent, member);
  return value === undefined ? undefined : toNumber(value, member);
}

/** An int64, which is a string in JSON. */
const INT64 = /^-?\d{1,19}$/;

/** Returns a 64-bit integer exactly: as a string if a number would not be exact. */
function integerAt(parent: JsonObject, member: string): number | string | undefined {
  const number = numberAt(parent, member);
  const value = at(parent, member);
  if (number === undefined || Number.isSafeInteger(number) || typeof value !== 'string') return number;
  return INT64.test(value) ? BigInt(value).toString() : number;
}

/** Returns the numbers of a list. @param max maximum number; one more is kept as a sign that there were too many */
export function numbersAt(parent: JsonObject, member: string, max: number): number[] {
  return listOf(parent, member)
    .slice(0, max + 1)
    .map((value) => toNumber(value, member));
}

/** Returns a time, or 0 if it is not given. */
export function timeUsAt(parent: JsonObject, member: string): number {
  return nanosToUs(numberAt(parent, member) ?? 0);
}

/** Returns the attributes of an object. One more than the limit is kept as a sign that there were too many. */
export function attributesAt(parent: JsonObject | undefined): ExternalTag[] {
  const attributes: ExternalTag[] = [];
  if (parent === undefined) return attributes;
  for (const pair of objectsAt(parent, 'attributes').slice(0, MAX_ATTRIBUTES + 1)) {
    attributes.push([textAt(pair, 'key'), attributeText(anyValueAt(pair, 'value'))]);
  }
  return attributes;
}

/** Returns the value of an `AnyValue`: null if it is empty or nested too deeply. */
export function anyValueAt(parent: JsonObject, member: string): unknown {
  return readAnyValue(objectAt(parent, member), 0);
}

function readAnyValue(value: JsonObject | undefined, depth: number): unknown {
  if (value === undefined || depth > MAX_DEPTH) return null;
  const { stringValue, boolValue, bytesValue } = value;
  if (typeof stringValue === 'string') return stringValue;
  if (typeof boolValue === 'boolean') return boolValue;
  if (typeof bytesValue === 'string') return bytesValue;
  const number = integerAt(value, 'intValue') ?? numberAt(value, 'doubleValue');
  if (number !== undefined) return number;
  const list = objectAt(value, 'arrayValue');
  if (list) return elements(list).map((element) => readAnyValue(element, depth + 1));
  const pairs = objectAt(value, 'kvlistValue');
  if (!pairs) return null;
  return Object.fromEntries(
    elements(pairs).map((pair) => [textAt(pair, 'key'), readAnyValue(objectAt(pair, 'value'), depth + 1)]),
  );
}

function elements(list: JsonObject): readonly JsonObject[] {
  return objectsAt(list, 'values').slice(0, MAX_ELEMENTS);
}

function listOf(parent: JsonObject, member: string): readonly unknown[] {
  const value = at(parent, member) ?? [];
  if (Array.isArray(value)) return value;
  throw invalidRequest(`"${member}" is not an array`);
}

function at(parent: JsonObject, member: string): unknown {
  return (Object.hasOwn(parent, member) ? parent[member] : undefined) ?? undefined;
}

function toNumber(value: unknown, member: string): number {
  if (typeof value === 'number') return value;
  const text = typeof value === 'string' ? value.trim() : '';
  const number = Number(text);
  if (text !== '' && (text === 'NaN' || !Number.isNaN(number))) return number;
  throw invalidRequest(`"${member}" is not a number or a string with a number`);
}

function invalidRequest(problem: string): JobError {
  return new JobError(400, `${problem}. Nothing was stored.`);
}
