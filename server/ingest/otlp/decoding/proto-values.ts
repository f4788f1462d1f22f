import type { ExternalTag } from '../../external-tags.js';
import {
  BYTES,
  eachField,
  eachMessage,
  readEnd,
  FIXED64,
  type Reader,
  readExactInt64,
  readMessage,
  readText,
  tagOf,
  readTwice,
  VARINT,
} from '../../protobuf.js';
import { type InstrumentationScope, MAX_ATTRIBUTES, NO_SCOPE, type ResourceVisitor } from './otlp-data.js';

/** Maximum depth of an attribute's value, and maximum length of lists within it. */
export const MAX_DEPTH = 8;
export const MAX_ELEMENTS = 256;

/** The fields of `AnyValue` (common.proto). */
const STRING = tagOf(1, BYTES);
const BOOL = tagOf(2, VARINT);
const INT = tagOf(3, VARINT);
const DOUBLE = tagOf(4, FIXED64);
const ARRAY = tagOf(5, BYTES);
const KEY_VALUES = tagOf(6, BYTES);
const RAW = tagOf(7, BYTES);

/** The fields of `KeyValue`. */
const KEY = tagOf(1, BYTES);
const VALUE = tagOf(2, BYTES);

/** The fields of `InstrumentationScope`. */
const SCOPE_NAME = tagOf(1, BYTES);
const SCOPE_VERSION = tagOf(2, BYTES);
const SCOPE_ATTRIBUTE = tagOf(3, BYTES);

/**
 * Reads an `Export…ServiceRequest`: resources with scopes, which contain metrics or log records. The field numbers are the same in
 * all of these messages. A resource may come after its scopes.
 * @param item reads the message up to the given end
 * @throws JobError 400 if the body is not such a message
 */
export function readExport(
  body: Uint8Array,
  name: string,
  visitor: ResourceVisitor,
  item: (reader: Reader, end: number) => void,
): void {
  readMessage(body, name, (reader, end) => {
    eachMessage(reader, end, 1, (resourceEnd) => {
      visitor.resource([]);
      readTwice(
        reader,
        () => {
          eachMessage(reader, resourceEnd, 1, (inner) => {
            visitor.resource(readResource(reader, inner));
          });
        },
        () => {
          eachMessage(reader, resourceEnd, 2, (scopeEnd) => {
            readScope(reader, scopeEnd, visitor, item);
          });
        },
      );
    });
  });
}

function readScope(
  reader: Reader,
  end: number,
  visitor: ResourceVisitor,
  item: (reader: Reader, end: number) => void,
): void {
  visitor.scope?.(NO_SCOPE);
  readTwice(
    reader,
    () => {
      eachMessage(reader, end, 1, (inner) => {
        const scope = readInstrumentationScope(reader, inner);
        visitor.scope?.(scope);
      });
    },
    () => {
      eachMessage(reader, end, 2, (itemEnd) => {
        item(reader, itemEnd);
      });
    },
  );
}

function readInstrumentationScope(reader: Reader, end: number): InstrumentationScope {
  let [name, version] = ['', ''];
  const attributes: ExternalTag[] = [];
  eachField(reader, end, (tag) => {
    if (tag === SCOPE_NAME) name = readText(reader);
    else if (tag === SCOPE_VERSION) version = readText(reader);
    else if (tag === SCOPE_ATTRIBUTE) addAttribute(reader, readEnd(reader), attributes);
    else return false;
    return true;
  });
  return { name, version, attributes };
}

/** Reads the attributes of a `Resource`. Other fields are not needed. */
function readResource(reader: Reader, end: number): ExternalTag[] {
  const attributes: ExternalTag[] = [];
  eachMessage(reader, end, 1, (inner) => {
    addAttribute(reader, inner, attributes);
  });
  return attributes;
}

/** Adds the `KeyValue` that ends at `end`. One more than the limit is kept as a sign that there were too many. */
export function addAttribute(reader: Reader, end: number, attributes: ExternalTag[]): void {
  if (attributes.length > MAX_ATTRIBUTES) {
    reader.pos = end;
    return;
  }
  const [key, value] = readKeyValue(reader, end, 0);
  attributes.push([key, attributeText(value)]);
}

/** Reads the value of an `AnyValue`: null if it is empty or nested too deeply. */
export function readAnyValue(reader: Reader, end: number, depth = 0): unknown {
  let value: unknown = null;
  eachField(reader, end, (tag) => {
    switch (tag) {
      case STRING:
        value = readText(reader);
        return true;
      case BOOL:
        value = reader.bool();
        return true;
      case INT:
        value = readExactInt64(reader);
        return true;
      case DOUBLE:
        value = reader.double();
        return true;
      case ARRAY:
        value = readList(reader, depth, (inner) => readAnyValue(reader, inner, depth + 1));
        return true;
      case KEY_VALUES: {
        const pairs = readList(reader, depth, (inner) => readKeyValue(reader, inner, depth + 1));
        value = pairs && Object.fromEntries(pairs);
        return true;
      }
      case RAW:
        value = Buffer.from(reader.bytes()).toString('base64');
        return true;
      default:
        return false;
    }
  });
  return value;
}

/** Returns the text of an attribute's value or of a log's body. Lists and objects become JSON. */
export function attributeText(value: unknown): string {
  if (value === null || value === undefined) return '';
  if (typeof value === 'string') return value;
  return typeof value === 'number' ? String(value) : JSON.stringify(value);
}

function readKeyValue(reader: Reader, end: number, depth: number): readonly [string, unknown] {
  let key = '';
  let value: unknown = null;
  eachField(reader, end, (tag) => {
    if (tag === KEY) key = readText(reader);
    else if (tag === VALUE) value = readAnyValue(reader, readEnd(reader), depth);
    else return false;
    return true;
  });
  return [key, value];
}

function readList<T>(reader: Reader, depth: number, read: (end: number) => T): T[] | null {
  const end = readEnd(reader);
  if (depth >= MAX_DEPTH) {
    reader.pos = end;
    return null;
  }
  const list: T[] = [];
  eachMessage(reader, end, 1, (inner) => {
    if (list.length < MAX_ELEMENTS) list.push(read(inner));
    else reader.pos = inner;
  });
  return list;
}
