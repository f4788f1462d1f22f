import { Injectable } from '@nestjs/common';
import { boardInputSchema, type BoardInput } from '../../wire/board.js';
import { StartupError } from '../common/errors/startup-error.js';
import { toInputErrors } from '../common/validation/validate.js';
import { FeatureRegistry } from '../dashboard/feature-registry.js';
import { BoardStore } from './board-store.js';
import { INBOX_SLUG } from './inbox.js';

/** Makes the boards that modules bring along, when the database is new. */
@Injectable()
export class FirstBoards {
  constructor(
    private readonly registry: FeatureRegistry,
    private readonly store: BoardStore,
  ) {}

  /** @throws StartupError where a module's board is none, so that it is found when it is written */
  async make(): Promise<void> {
    const boards = this.registry.boards.map(checked);
    const slugs = boards.map(({ slug }) => slug);
    const twice = slugs.find((slug, index) => slug === INBOX_SLUG || slugs.indexOf(slug) !== index);
    if (twice !== undefined) {
      throw new StartupError(`A module contributes a board '${twice}', but that slug is taken: choose another one.`);
    }
    await this.store.seed(boards);
  }
}

function checked(board: BoardInput): BoardInput {
  const result = boardInputSchema.safeParse(board);
  if (result.success) return result.data;
  const errors = toInputErrors(result.error.issues).map(({ path, message }) => `${path}: ${message}`);
  throw new StartupError(`The board '${board.slug}' that a module contributes is not valid: ${errors.join('; ')}`);
}
