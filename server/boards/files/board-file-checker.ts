import { z } from 'zod';
import { boardInputSchema, layoutSchema, panelSchema } from '../../../wire/schemas/board.js';
import { PANEL_OPTIONS } from '../../../wire/panel-options.js';
import type { InputError } from '../../../wire/schemas/problem-schema.js';
import { isObject } from '../../../wire/is-object.js';
import { nearestName, unknownNameMessage } from '../../common/validation/nearest-name.js';
import { Problem } from '../../common/errors/problem.js';
import { toInputErrors, prefixIssues } from '../../common/validation/validate.js';
import type { Source } from '../../dashboard/contracts/source.js';
import type { BoardInputReader, NewBoard } from '../input/board-input-reader.js';
import { optionErrors } from './option-errors.js';

/** The definition and errors of a board file. If both exist, the errors are about sources whose modules are not loaded. */
export interface CheckedBoard {
  readonly definition?: NewBoard | undefined;
  readonly errors: readonly InputError[];
}

type Members = Readonly<Record<string, unknown>>;

/**
 * Validates definitions in files more strictly than the API does, because typing errors in files are easily overlooked. Unknown
 * types, options, sources and properties are errors that name the nearest known name.
 */
export class BoardFileChecker {
  constructor(
    private readonly reader: Pick<BoardInputReader, 'read'>,
    private readonly sources: ReadonlyMap<string, Source>,
  ) {}

  check(value: unknown): CheckedBoard {
    if (value === null) return { errors: [{ path: '', message: 'is empty: it needs at least a title and panels' }] };
    const { definition, errors } = this.read(value);
    // Of two errors with the same path, the one with the nearest known name is more helpful than that of the schema.
    const found = new Map([...errors, ...this.unknownNames(value)].map((error) => [error.path, error]));
    if (found.size > 0) return { errors: [...found.values()] };
    // The module of an unknown source may be loaded later, so the board is shown, and its panel shows the error.
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
    // A response of the API is accepted unchanged, with its server fields and with options that remain from another panel type.
    const isApiResponse = board.version !== undefined;
    return [
      ...misspelled(board),
      ...panelsOf(board).flatMap((panel, index) => [
        ...unknownMembers(panel, Object.keys(panelSchema.shape), 'a panel', `panels[${index}]`),
        ...unknownMembers(panel.layout, Object.keys(layoutSchema.shape), 'a layout', `panels[${index}].layout`),
        ...this.queryErrors(panel.query, index),
        ...typeErrors(panel, index, isApiResponse),
      ]),
    ];
  }

  private queryErrors(query: unknown, index: number): InputError[] {
    if (!isObject(query) || typeof query.source !== 'string') return [];
    const { source: name } = query;
    const source = this.sources.get(name);
    // A source without a similar name may belong to a module that is not loaded.
    if (source === undefined) return nearestName(name, this.sources.keys()) ? this.sourceErrors(query, index) : [];
    const { schema } = source;
    const errors = toInputErrors(prefixIssues(['panels', index, 'query'], schema.safeParse(query).error?.issues));
    if (!(schema instanceof z.ZodObject)) return errors;
    const known = ['source', ...Object.keys(schema.shape)];
    return [...errors, ...unknownMembers(query, known, `a ${name} query`, `panels[${index}].query`)];
  }

  /** Returns an error if the source is not registered. */
  private sourceErrors(query: unknown, index: number): InputError[] {
    if (!isObject(query) || typeof query.source !== 'string' || this.sources.has(query.source)) return [];
    const message = unknownNameMessage('source', query.source, this.sources.keys());
    return [{ path: `panels[${index}].query.source`, message }];
  }
}

function typeErrors({ type, options }: Members, index: number, isApiResponse: boolean): InputError[] {
  const path = `panels[${index}]`;
  if (typeof type !== 'string') return [];
  if (!Object.hasOwn(PANEL_OPTIONS, type)) {
    const message = unknownNameMessage('panel type', type, Object.keys(PANEL_OPTIONS));
    return [{ path: `${path}.type`, message }];
  }
  return isObject(options) ? optionErrors(type, options, `${path}.options`, isApiResponse) : [];
}

/** At the top level, only names similar to known ones are errors: others may hold anchors. */
function misspelled(board: Members): InputError[] {
  const known = Object.keys(boardInputSchema.shape);
  return unknownMembers(board, known, 'a board').filter(
    ({ path }) => nearestName(path, known) !== undefined && !SERVER_FIELDS.includes(path),
  );
}

/** Fields that the API adds to a definition. */
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
