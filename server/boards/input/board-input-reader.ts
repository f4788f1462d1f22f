import { Injectable } from '@nestjs/common';
import { boardInputSchema, type BoardInput } from '../../../wire/schemas/board.js';
import { Problem } from '../../common/errors/problem.js';
import { toInputErrors, validationProblem, prefixIssues, validate } from '../../common/validation/validate.js';
import { FeatureRegistry } from '../../dashboard/feature-registry.js';
import { checkDefinitionSize } from './definition-size.js';

/** The limit of a definition as JSON. Each complete snapshot contains the definition. */
const MAX_DEFINITION_BYTES = 1024 * 1024;

/** The body of POST. Without a slug, the slug is derived from the title. */
export const newBoardSchema = boardInputSchema.partial({ slug: true }).meta({ id: 'NewBoard' });
export type NewBoard = Omit<BoardInput, 'slug'> & { slug?: string | undefined };

/** Validates board definitions that clients send. */
@Injectable()
export class BoardInputReader {
  constructor(private readonly registry: FeatureRegistry) {}

  /**
   * Validates a definition. Each source checks the queries of its panels. Queries of unknown sources are accepted, because
   * their module may be loaded later.
   *
   * @throws Problem 422 with the paths of errors, 413 if the definition is too large
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
      throw new Problem(413, `The definition has ${bytes} bytes; at most ${MAX_DEFINITION_BYTES} are allowed.`);
    }
    return board;
  }

  /**
   * Validates a definition for the existing board at `slug`, which cannot be renamed.
   *
   * @throws Problem 422, 413
   */
  readFor(slug: string, body: unknown): BoardInput {
    const board = this.read(body);
    if (board.slug !== undefined && board.slug !== slug) {
      throw validationProblem([
        { path: 'slug', message: `cannot be changed from '${slug}': omit it, or create another board` },
      ]);
    }
    return { ...board, slug };
  }
}
