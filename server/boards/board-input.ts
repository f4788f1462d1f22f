import { Injectable } from '@nestjs/common';
import { boardInputSchema, type BoardInput } from '../../wire/board.js';
import { Problem } from '../common/errors/problem.js';
import { toInputErrors, validationProblem, prefixIssues, validate } from '../common/validation/validate.js';
import { FeatureRegistry } from '../dashboard/feature-registry.js';
import { checkDefinitionSize } from './definition-size.js';

/** A definition takes at most this many bytes of JSON; it travels with every complete snapshot. */
const MAX_DEFINITION_BYTES = 1024 * 1024;

/** What POST takes: without a slug the board gets one after its title. */
export const newBoardSchema = boardInputSchema.partial({ slug: true }).meta({ id: 'NewBoard' });
export type NewBoard = Omit<BoardInput, 'slug'> & { slug?: string | undefined };

/** Reads definitions that came from outside. */
@Injectable()
export class BoardInputReader {
  constructor(private readonly registry: FeatureRegistry) {}

  /**
   * A definition; each panel's query is checked by its source. A source that is not here is let pass, for its module may
   * come back.
   *
   * @throws Problem 422 that names what is wrong by path, 413 where the definition is too large
   */
  read(body: unknown): NewBoard {
    checkDefinitionSize(body);
    const board = validate(newBoardSchema, body);
    const issues = board.panels.flatMap(({ query }, index) => {
      const result = query && this.registry.sources.get(query.source)?.schema.safeParse(query);
      return prefixIssues(['panels', index, 'query'], result?.error?.issues);
    });
    if (issues.length > 0) throw validationProblem(toInputErrors(issues));
    const bytes = Buffer.byteLength(JSON.stringify(board));
    if (bytes > MAX_DEFINITION_BYTES) {
      throw new Problem(413, `The definition takes ${bytes} bytes; at most ${MAX_DEFINITION_BYTES} are taken.`);
    }
    return board;
  }

  /**
   * The same for the board at `slug`, which cannot be renamed.
   *
   * @throws Problem 422, 413
   */
  readFor(slug: string, body: unknown): BoardInput {
    const board = this.read(body);
    if (board.slug !== undefined && board.slug !== slug) {
      throw validationProblem([
        { path: 'slug', message: `is '${slug}' for good: leave it out, or make another board` },
      ]);
    }
    return { ...board, slug };
  }
}
