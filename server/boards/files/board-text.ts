import { type Document, isAlias, isMap, isScalar, isSeq, LineCounter, type Node, parseDocument } from 'yaml';
import type { InputError } from '../../../wire/problem.js';
import { Problem } from '../../base/problem.js';
import type { NewBoard } from '../board-input.js';

/** What is wrong in a file, and where. */
export interface Fault {
  /** Counted from 1; missing where it is not one line's. */
  readonly line?: number;
  /** In the definition, like `panels[2].title`; empty for the whole. */
  readonly path: string;
  readonly message: string;
}

export type BoardText = { readonly definition: NewBoard } | { readonly faults: readonly Fault[] };

/**
 * Reads a board's definition from YAML or from JSON, which YAML contains (YAML 1.2, section 1.3). Anchors and merge keys
 * spare repetition; a file that multiplies itself by them is refused.
 *
 * @param check makes a definition of the plain value, or throws a Problem that names paths
 */
export function readBoardText(text: string, check: (value: unknown) => NewBoard): BoardText {
  const lines = new LineCounter();
  const document = parseDocument(text, { lineCounter: lines, merge: true, prettyErrors: false });
  // The first alone: the rest mostly follows from it.
  const [broken] = document.errors;
  if (broken) return { faults: [{ line: lines.linePos(broken.pos[0]).line, path: '', message: broken.message }] };
  try {
    return { definition: check(document.toJS()) };
  } catch (error) {
    if (error instanceof Problem) {
      const errors = error.errors ?? [{ path: '', message: error.detail }];
      return { faults: errors.map((each) => located(each, document, lines)) };
    }
    // Too many aliases, or one that leads nowhere.
    if (error instanceof ReferenceError) return { faults: [{ path: '', message: error.message }] };
    throw error;
  }
}

function located({ path, message }: InputError, document: Document, lines: LineCounter): Fault {
  const offset = offsetOf(path, document);
  return { ...(offset !== undefined && { line: lines.linePos(offset).line }), path, message };
}

/** Where the path's value is written; what is missing is looked for where it ought to be. */
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
