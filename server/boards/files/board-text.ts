// Runs in the thread of `board-text.worker.ts`.
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
import type { InputError } from '../../../wire/problem.js';
import type { Fault } from './fault.js';
import { jsonFault } from './json-fault.js';

export type TextFormat = 'yaml' | 'json';

export const TOO_DEEP = 'is nested too deeply';

/** What the library has found wrong (https://eemeli.org/yaml/#errors), and what to do about it. */
const PROBLEMS: Readonly<Partial<Record<ErrorCode, string>>> = {
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

/** As much JSON as a definition may take, in characters. */
const MAX_JSON_LENGTH = 1024 * 1024;

/**
 * What a file holds, as JSON. YAML is version 1.2, with the merge keys of 1.1 (https://yaml.org/type/merge.html). Aliases count
 * as often as they are used, so a file that multiplies itself by them is rejected.
 */
export function readText(text: string, format: TextFormat): { readonly json: string } | { readonly fault: Fault } {
  const broken = format === 'json' ? jsonFault(text) : undefined;
  if (broken) return { fault: broken };
  const { document, lines } = parseYaml(text);
  // The first alone: the rest mostly follows from it. What is JSON is read as such, for YAML bounds the length of names.
  const [problem] = format === 'json' ? [] : [...document.errors, ...document.warnings];
  if (problem) {
    const message = PROBLEMS[problem.code] ?? `is not YAML: ${problem.message}`;
    return { fault: { line: lines.linePos(problem.pos[0]).line, path: '', message } };
  }
  const misused = misusedName(document, lines);
  if (misused) return { fault: misused };
  const json = JSON.stringify(format === 'json' ? JSON.parse(text) : document.toJS());
  if (json.length <= MAX_JSON_LENGTH) return { json };
  return { fault: { path: '', message: `holds ${json.length} bytes as JSON; at most ${MAX_JSON_LENGTH} are allowed` } };
}

/** The lines of errors that name paths. What is missing is looked for where it ought to be. */
export function locateErrors(text: string, errors: readonly InputError[]): Fault[] {
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
    // Those that make what JSON does not know: sets, bytes.
    resolveKnownTags: false,
    // That check compares each with all others.
    uniqueKeys: false,
  });
  return { document, lines };
}

/** A name that is no text, that a map has twice, or that would be lost: JSON's readers take `__proto__` for something else. */
function misusedName(document: Document, lines: LineCounter): Fault | undefined {
  let fault: Fault | undefined;
  visit(document, {
    Map: (_, { items }) => {
      const firstLines = new Map<string, number>();
      for (const { key } of items as Pair<Node | null>[]) {
        const line = lines.linePos(key?.range?.[0] ?? 0).line;
        if (isCollection(key)) {
          fault = { line, path: '', message: 'a name must be a text, not a list or a map' };
          return visit.BREAK;
        }
        // The merge key is a symbol; several are as good as one.
        if (!isScalar(key) || typeof key.value === 'symbol') continue;
        const name = String(key.value);
        const first = firstLines.get(name);
        if (first !== undefined) {
          fault = { line, path: '', message: `'${shortened(name)}' is here twice: it is in line ${first} already` };
        } else if (name === '__proto__') {
          fault = { line, path: '', message: `'${name}' cannot be a name` };
        }
        if (fault) return visit.BREAK;
        firstLines.set(name, line);
      }
      return undefined;
    },
  });
  return fault;
}

function shortened(name: string): string {
  return name.length > 80 ? `${name.slice(0, 80)}…` : name;
}

/** Where the path's value is written. */
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
