import { Injectable } from '@nestjs/common';
import type { BoardInput } from '../../wire/schemas/board.js';
import { Problem } from '../common/errors/problem.js';
import { StartupError } from '../common/errors/startup-error.js';
import { type FeatureBoard, FeatureRegistry } from '../dashboard/feature-registry.js';
import { BoardRepository } from './board.repository.js';
import { BoardCatalog } from './catalog/board-catalog.js';
import { INBOX_SLUG } from './inbox/build-inbox.js';
import { BoardInputReader } from './input/board-input-reader.js';

/** A valid board of a module. */
type ValidBoard = FeatureBoard & { readonly board: BoardInput };

/** Creates the boards that modules contribute. */
@Injectable()
export class FeatureBoards {
  constructor(
    private readonly registry: FeatureRegistry,
    private readonly repository: BoardRepository,
    private readonly catalog: BoardCatalog,
    private readonly reader: BoardInputReader,
  ) {}

  /**
   * Returns the boards of all modules.
   * @throws StartupError that names the invalid boards, with their modules and errors
   */
  check(): readonly ValidBoard[] {
    const errors: string[] = [];
    const valid = this.registry.boards.flatMap((each) => this.read(each, errors));
    if (errors.length > 0) {
      throw new StartupError(`Modules contribute invalid boards. Correct them:\n${errors.join('\n')}`);
    }
    rejectTakenSlugs(valid);
    return valid;
  }

  /**
   * Inserts each board whose slug was never used. A deleted board keeps its slug, so that it is never inserted again. The
   * catalog must be loaded, with the boards of files.
   */
  async insertUnused(boards: readonly ValidBoard[]): Promise<void> {
    for (const { board } of boards) {
      if (!this.catalog.isUnused(board.slug)) continue;
      const inserted = await this.repository.insertUnused(board);
      if (inserted) this.catalog.put(inserted);
    }
  }

  /** Returns the board in a list, or an empty list if it is invalid. */
  private read(contributed: FeatureBoard, errors: string[]): ValidBoard[] {
    const { board, module } = contributed;
    const slug = (board as Partial<typeof board> | undefined)?.slug;
    try {
      if (typeof slug !== 'string') throw new Problem(422, 'slug: is missing');
      if (slug === INBOX_SLUG) throw new Problem(422, 'slug: belongs to the board that the server computes');
      return [{ ...contributed, board: { ...this.reader.read(board), slug } }];
    } catch (error) {
      if (!(error instanceof Problem)) throw error;
      const { detail, errors: inputErrors = [{ path: '', message: detail }] } = error;
      errors.push(
        ...inputErrors.map(
          ({ path, message }) => `${module}, board '${slug}'${path === '' ? '' : `, ${path}`}: ${message}`,
        ),
      );
    }
    return [];
  }
}

/** @throws StartupError */
function rejectTakenSlugs(boards: readonly ValidBoard[]): void {
  const modules = new Map<string, string>();
  for (const { board, module } of boards) {
    const other = modules.get(board.slug);
    if (other !== undefined) {
      throw new StartupError(
        `Both ${other} and ${module} contribute a board with the slug '${board.slug}': choose another slug in one of them.`,
      );
    }
    modules.set(board.slug, module);
  }
}
