// Runs in the thread of board-text.worker.ts.
import {
  type Document,
  type ErrorCode,
  isAlias,
  isCollection,
  isMap,
  isScalar,
  isSeq,
  LineCounter,
  type Node,
  type Pair,
  parseDocument,
  visit,
} from 'yaml';
import type { InputError } from '../../../wire/schemas/problem-schema.js';
import { findJsonError } from './json-error.js';

export type TextFormat = 'yaml' | 'json';

export const TOO_DEEP = 'is nested too deeply';

/** Messages for the errors of the YAML library (https://eemeli.org/yaml/#errors). */
const YAML_ERRORS: Readonly<Partial<Record<ErrorCode, string>>> = {
  RESOURCE_EXHAUSTION: TOO_DEEP,
  TAB_AS_INDENT: 'is indented with a tab: indent with spaces',
  MULTIPLE_DOCS: 'contains several documents separated by ---: put each one in its own file',
  BAD_INDENT: 'has inconsistent indentation: align it with the lines it belongs to',
  MISSING_CHAR:
    'is missing a closing bracket, quote or comma, or the space after a colon or dash, here or on an earlier line',
  BLOCK_AS_IMPLICIT_KEY: 'has two keys on one line: put each key on its own line, or quote the value',
  MULTILINE_IMPLICIT_KEY: 'has a key that spans several lines: check for a missing colon or an unclosed quote',
  BAD_ALIAS: 'refers to an anchor that is not defined above it',
};

/** The limit of a definition as JSON, in characters. */
const MAX_JSON_LENGTH = 1024 * 1024;

/**
 * Parses a text and returns it as JSON. YAML is version 1.2 with the merge keys of 1.1 (https://yaml.org/type/merge.html). The
 * limit applies to the JSON with all aliases expanded, so a file that grows by aliases is rejected.
 */
export function parseBoardText(
  text: string,
  format: TextFormat,
): { readonly json: string } | { readonly error: InputError } {
  const jsonError = format === 'json' ? findJsonError(text) : undefined;
  if (jsonError) return { error: jsonError };
  const { document, lines } = parseYaml(text);
  // Only the first problem is reported, because it usually causes the others. For JSON, they are ignored: YAML limits the length of names.
  const [problem] = format === 'json' ? [] : [...document.errors, ...document.warnings];
  if (problem) {
    const message = YAML_ERRORS[problem.code] ?? `is not YAML: ${problem.message}`;
    return { error: { line: lines.linePos(problem.pos[0]).line, path: '', message } };
  }
  const invalidName = findInvalidName(document, lines);
  if (invalidName) return { error: invalidName };
  const json = JSON.stringify(format === 'json' ? JSON.parse(text) : document.toJS());
  if (json.length <= MAX_JSON_LENGTH) return { json };
  return {
    error: { path: '', message: `has ${json.length} characters as JSON; at most ${MAX_JSON_LENGTH} are allowed` },
  };
}

/** Adds lines to errors that have paths. If the path does not exist, the line is that of its nearest existing parent. */
export function locateErrors(text: string, errors: readonly InputError[]): InputError[] {
  const { document, lines } = parseYaml(text);
  return errors.map(({ path, message }) => {
    const offset = offsetOf(path, document);
    return { ...(offset !== undefined && { line: lines.linePos(offset).line }), path, message };
  });
}

function parseYaml(text: string): { document: Document; lines: LineCounter } {
  const lines = new LineCounter();
  const document = parseDocument(text, {
    lineCounter: lines,
    merge: true,
    prettyErrors: false,
    logLevel: 'error',
    // Disables tags for values that JSON does not have, such as sets and binary data.
    resolveKnownTags: false,
    // This check of the library takes quadratic time.
    uniqueKeys: false,
  });
  return { document, lines };
}

/** Finds a name that is not a string, that a map has twice, or that is `__proto__`, which would be lost as a property. */
function findInvalidName(document: Document, lines: LineCounter): InputError | undefined {
  let error: InputError | undefined;
  visit(document, {
    Map: (_, { items }) => {
      const firstLines = new Map<string, number>();
      for (const { key } of items as Pair<Node | null>[]) {
        const line = lines.linePos(key?.range?.[0] ?? 0).line;
        if (isCollection(key)) {
          error = { line, path: '', message: 'a name must be a string, not a list or a map' };
          return visit.BREAK;
        }
        // The merge key is a symbol, and may be repeated.
        if (!isScalar(key) || typeof key.value === 'symbol') continue;
        const name = String(key.value);
        const first = firstLines.get(name);
        if (first !== undefined) {
          error = {
            line,
            path: '',
            message: `the name '${shortened(name)}' is repeated: it is in line ${first} already`,
          };
        } else if (name === '__proto__') {
          error = { line, path: '', message: `the name '${name}' is not allowed` };
        }
        if (error) return visit.BREAK;
        firstLines.set(name, line);
      }
      return undefined;
    },
  });
  return error;
}

function shortened(name: string): string {
  return name.length > 80 ? `${name.slice(0, 80)}…` : name;
}

/** Returns the offset of the value at a path, or of its nearest existing parent. */
function offsetOf(path: string, document: Document): number | undefined {
  let node = document.contents as Node | null | undefined;
  let offset = node?.range?.[0];
  for (const segment of path.match(/[^.[\]]+/g) ?? []) {
    const owner = isAlias(node) ? node.resolve(document) : node;
    if (isMap(owner)) {
      const pair = owner.items.find(({ key }) => isScalar(key) && String(key.value) === segment);
      if (pair === undefined) break;
      offset = (pair.key as Node).range?.[0] ?? offset;
      node = pair.value as Node | null;
    } else if (isSeq(owner)) {
      const item = owner.items[Number(segment)] as Node | undefined;
      if (item === undefined) break;
      offset = item.range?.[0] ?? offset;
      node = item;
    } else break;
  }
  return offset;
}
