import { z } from 'zod';
import { boardInputSchema, layoutSchema, panelSchema } from '../../../wire/board.js';
import { PANEL_OPTIONS } from '../../../wire/panel-options.js';
import type { InputError } from '../../../wire/problem.js';
import { isObject } from '../../common/is-object.js';
import { nearestName, unknownNameMessage } from '../../common/validation/nearest-name.js';
import { Problem } from '../../common/errors/problem.js';
import { toInputErrors, prefixIssues } from '../../common/validation/validate.js';
import type { Source } from '../../dashboard/source.js';
import type { BoardInputReader, NewBoard } from '../board-input.js';
import { optionErrors } from './option-errors.js';

/** What a board file says; `errors` beside a definition are of what may come back, a source whose module is not here. */
export interface CheckedBoard {
  readonly definition?: NewBoard | undefined;
  readonly errors: readonly InputError[];
}

type Members = Readonly<Record<string, unknown>>;

/**
 * Reads definitions from files, and finds more wrong in them than the API does: nobody sees what a file's typing error did. Types,
 * options, sources and members that nobody knows are errors, named together with the nearest known name.
 */
export class BoardFileChecker {
  constructor(
    private readonly reader: Pick<BoardInputReader, 'read'>,
    private readonly sources: ReadonlyMap<string, Source>,
  ) {}

  check(value: unknown): CheckedBoard {
    if (value === null) return { errors: [{ path: '', message: 'is empty: write at least a title and panels' }] };
    const { definition, errors } = this.read(value);
    // What names the nearest known name says more than a schema does.
    const found = new Map([...errors, ...this.unknownNames(value)].map((error) => [error.path, error]));
    if (found.size > 0) return { errors: [...found.values()] };
    // The module of an unknown source may be loaded again: the board stays, and its panel shows the error.
    return { definition, errors: panelsOf(value).flatMap(({ query }, index) => this.sourceErrors(query, index)) };
  }

  private read(value: unknown): CheckedBoard {
    try {
      return { definition: this.reader.read(value), errors: [] };
    } catch (error) {
      if (!(error instanceof Problem)) throw error;
      return { errors: error.errors ?? [{ path: '', message: error.detail }] };
    }
  }

  private unknownNames(board: unknown): InputError[] {
    if (!isObject(board)) return [];
    // An answer of the API may be dropped in as it is: with what it says of itself, and options that a panel of another type left.
    const isAnswer = board.version !== undefined;
    return [
      ...misspelled(board),
      ...panelsOf(board).flatMap((panel, index) => [
        ...unknownMembers(panel, Object.keys(panelSchema.shape), 'a panel', `panels[${index}]`),
        ...unknownMembers(panel.layout, Object.keys(layoutSchema.shape), 'a layout', `panels[${index}].layout`),
        ...this.queryErrors(panel.query, index),
        ...typeErrors(panel, index, isAnswer),
      ]),
    ];
  }

  private queryErrors(query: unknown, index: number): InputError[] {
    if (!isObject(query) || typeof query.source !== 'string') return [];
    const { source: name } = query;
    const source = this.sources.get(name);
    // A source with a name unlike all others may be that of a module that is not loaded.
    if (source === undefined) return nearestName(name, this.sources.keys()) ? this.sourceErrors(query, index) : [];
    const { schema } = source;
    const errors = toInputErrors(prefixIssues(['panels', index, 'query'], schema.safeParse(query).error?.issues));
    if (!(schema instanceof z.ZodObject)) return errors;
    const known = ['source', ...Object.keys(schema.shape)];
    return [...errors, ...unknownMembers(query, known, `a ${name} query`, `panels[${index}].query`)];
  }

  /** An error if the source is not registered. */
  private sourceErrors(query: unknown, index: number): InputError[] {
    if (!isObject(query) || typeof query.source !== 'string' || this.sources.has(query.source)) return [];
    const message = unknownNameMessage('source', query.source, this.sources.keys());
    return [{ path: `panels[${index}].query.source`, message }];
  }
}

function typeErrors({ type, options }: Members, index: number, isAnswer: boolean): InputError[] {
  const path = `panels[${index}]`;
  if (typeof type !== 'string') return [];
  if (!Object.hasOwn(PANEL_OPTIONS, type)) {
    const message = unknownNameMessage('panel type', type, Object.keys(PANEL_OPTIONS));
    return [{ path: `${path}.type`, message }];
  }
  return isObject(options) ? optionErrors(type, options, `${path}.options`, isAnswer) : [];
}

/** At the top only what looks like a known member is wrong: others hold what anchors name. */
function misspelled(board: Members): InputError[] {
  const known = Object.keys(boardInputSchema.shape);
  return unknownMembers(board, known, 'a board').filter(
    ({ path }) => nearestName(path, known) !== undefined && !SERVER_FIELDS.includes(path),
  );
}

/** What the API says of a board beside its definition. */
const SERVER_FIELDS: readonly string[] = ['version', 'auto', 'readOnly', 'file', 'problem'];

function unknownMembers(value: unknown, known: readonly string[], owner: string, path?: string): InputError[] {
  if (!isObject(value)) return [];
  return Object.keys(value)
    .filter((name) => !known.includes(name))
    .map((name) => ({
      path: path === undefined ? name : `${path}.${name}`,
      message: unknownNameMessage('property', name, known, owner),
    }));
}

function panelsOf(board: unknown): readonly Members[] {
  const panels: unknown = isObject(board) ? board.panels : undefined;
  return Array.isArray(panels) ? panels.map((panel: unknown) => (isObject(panel) ? panel : {})) : [];
}
