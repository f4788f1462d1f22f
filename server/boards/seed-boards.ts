import { Injectable } from '@nestjs/common';
import { type BoardDefinition, boardInputSchema, type BoardInput } from '../../wire/schemas/board.js';
import { StartupError } from '../common/errors/startup-error.js';
import { toInputErrors } from '../common/validation/validate.js';
import { FeatureRegistry } from '../dashboard/feature-registry.js';
import { BoardRepository } from './board.repository.js';
import { INBOX_SLUG } from './inbox/build-inbox.js';

/** Inserts the boards that modules contribute into a new database. */
@Injectable()
export class SeedBoards {
  constructor(
    private readonly registry: FeatureRegistry,
    private readonly repository: BoardRepository,
  ) {}

  /** @throws StartupError if the board of a module is not valid, so that its author notices it at once */
  async insert(): Promise<void> {
    const boards = this.registry.boards.map(validBoard);
    const slugs = boards.map(({ slug }) => slug);
    const takenSlug = slugs.find((slug, index) => slug === INBOX_SLUG || slugs.indexOf(slug) !== index);
    if (takenSlug !== undefined) {
      throw new StartupError(
        `A module contributes a board '${takenSlug}', but that slug is taken: choose another one.`,
      );
    }
    await this.repository.seed(boards);
  }
}

function validBoard(board: BoardDefinition): BoardInput {
  const result = boardInputSchema.safeParse(board);
  if (result.success) return result.data;
  const errors = toInputErrors(result.error.issues).map(({ path, message }) => `${path}: ${message}`);
  throw new StartupError(`The board '${board.slug}' that a module contributes is not valid: ${errors.join('; ')}`);
}
