import { z } from 'zod';
import { boardInputSchema, layoutSchema, panelSchema } from '../../../wire/board.js';
import { PANEL_OPTIONS } from '../../../wire/panel-options.js';
import type { InputError } from '../../../wire/problem.js';
import { nearestName, unknownName } from '../../base/nearest-name.js';
import { Problem } from '../../base/problem.js';
import { inputErrors } from '../../base/validate.js';
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
    const { definition, errors } = this.read(value);
    const found = new Map(errors.map((error) => [error.path, error]));
    for (const error of this.unknownNames(value)) if (!found.has(error.path)) found.set(error.path, error);
    if (found.size > 0) return { errors: [...found.values()] };
    return { definition, errors: panelsOf(value).flatMap((panel, index) => this.missingSource(panel, index)) };
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
    if (!isMembers(board)) return [];
    // An answer of the API may be dropped in as it is: with what it says of itself, and options that a panel of another type left.
    const isAnswer = board.version !== undefined;
    return [
      ...misspelled(board, Object.keys(boardInputSchema.shape), ''),
      ...panelsOf(board).flatMap((panel, index) => [
        ...unknownMembers(panel, Object.keys(panelSchema.shape), 'a panel', `panels[${index}]`),
        ...unknownMembers(panel.layout, Object.keys(layoutSchema.shape), 'a layout', `panels[${index}].layout`),
        ...this.queryErrors(panel.query, `panels[${index}].query`),
        ...typeErrors(panel, index, isAnswer),
      ]),
    ];
  }

  private queryErrors(query: unknown, path: string): InputError[] {
    if (!isMembers(query) || typeof query.source !== 'string') return [];
    const source = this.sources.get(query.source);
    if (source === undefined) {
      const meant = nearestName(query.source, this.sources.keys());
      if (meant === undefined) return [];
      return [
        { path: `${path}.source`, message: unknownName('there is no source', query.source, this.sources.keys()) },
      ];
    }
    const issues = source.schema.safeParse(query).error?.issues ?? [];
    const errors = inputErrors(issues).map((error) => ({
      ...error,
      path: [path, error.path].filter(Boolean).join('.').replace('.[', '['),
    }));
    const { schema } = source;
    const known = schema instanceof z.ZodObject ? Object.keys(schema.shape) : undefined;
    if (known === undefined) return errors;
    return [...errors, ...unknownMembers(query, ['source', ...known], `a query of ${query.source}`, path)];
  }

  /** Its module may come back: the board stays, and its panel says the same. */
  private missingSource({ query }: Members, index: number): InputError[] {
    if (!isMembers(query) || typeof query.source !== 'string' || this.sources.has(query.source)) return [];
    const path = `panels[${index}].query.source`;
    return [{ path, message: unknownName('there is no source', query.source, this.sources.keys()) }];
  }
}

function typeErrors({ type, options }: Members, index: number, isAnswer: boolean): InputError[] {
  const path = `panels[${index}]`;
  if (typeof type !== 'string') return [];
  if (!Object.hasOwn(PANEL_OPTIONS, type)) {
    const message = unknownName('there is no panel type', type, Object.keys(PANEL_OPTIONS));
    return [{ path: `${path}.type`, message }];
  }
  return isMembers(options) ? optionErrors(type, options, `${path}.options`, isAnswer) : [];
}

/** At the top only what looks like a known member is wrong: others hold what anchors name. */
function misspelled(board: Members, known: readonly string[], path: string): InputError[] {
  return unknownMembers(board, known, 'a board', path).filter(
    ({ path: name }) => nearestName(name, known) !== undefined && !ANSWERED.includes(name),
  );
}

/** What the API says of a board beside its definition. */
const ANSWERED: readonly string[] = ['version', 'auto', 'readOnly', 'file', 'problem'];

function unknownMembers(value: unknown, known: readonly string[], what: string, path: string): InputError[] {
  if (!isMembers(value)) return [];
  return Object.keys(value)
    .filter((name) => !known.includes(name))
    .map((name) => ({
      path: path === '' ? name : `${path}.${name}`,
      message: unknownName(`${what} has no member`, name, known),
    }));
}

function panelsOf(board: unknown): readonly Members[] {
  const panels: unknown = isMembers(board) ? board.panels : undefined;
  return Array.isArray(panels) ? panels.map((panel: unknown) => (isMembers(panel) ? panel : {})) : [];
}

function isMembers(value: unknown): value is Members {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
