import { Injectable } from '@nestjs/common';
import type { Board, BoardInput } from '../../wire/schemas/board.js';
import { entityTag, parseIfMatch } from '../http/entity-tags.js';
import { Problem } from '../common/errors/problem.js';
import { Settings } from '../config/settings.js';
import { BoardCatalog } from './catalog/board-catalog.js';
import { BoardInputReader, type NewBoard } from './input/board-input-reader.js';
import { BoardRepository, type ExpectedVersions, type StoredBoard } from './board.repository.js';
import { INBOX_SLUG } from './inbox/build-inbox.js';
import { slugCandidates } from './input/slug-candidates.js';

/**
 * Reads and changes boards. A change is durable and in the catalog when its promise resolves. The caller publishes it
 * afterwards, so that everyone who is notified reads the new definition.
 */
@Injectable()
export class BoardsService {
  /** Number of boards that are being stored and are not in the catalog yet. */
  private pendingInserts = 0;

  constructor(
    private readonly repository: BoardRepository,
    private readonly catalog: BoardCatalog,
    private readonly reader: BoardInputReader,
    private readonly settings: Settings,
  ) {}

  /** Returns all stored boards, oldest first, then those of files, then the computed inbox. */
  list(): Board[] {
    return [...this.catalog.stored(), this.catalog.inbox()];
  }

  /** @throws Problem 404 if the board never existed, 410 if it was deleted */
  get(slug: string): Board {
    return this.catalog.getOrThrow(slug);
  }

  /** @throws Problem 422, 413, 409 if the slug is taken, 429 if there are `maxBoards` boards */
  async create(body: unknown): Promise<Board> {
    const { slug, ...definition } = this.reader.read(body);
    if (slug === undefined) return this.createFromTitle(definition);
    this.rejectReadOnly(slug);
    const found = this.catalog.get(slug);
    const isTaken = found !== undefined && found !== 'deleted';
    const created = isTaken ? undefined : await this.insert({ ...definition, slug });
    if (created) return created;
    throw new Problem(409, `The board '${slug}' exists already: choose another slug, or change that board with PUT.`);
  }

  /**
   * Replaces the definition, if its version is one in `ifMatch`.
   *
   * @throws Problem 404, 410, 409 for the inbox and for boards of files, 428 without `ifMatch`, 422, 413, 412 if the board has
   *   another version
   */
  async replace(slug: string, ifMatch: string | undefined, body: unknown): Promise<Board> {
    const { version } = this.getWritable(slug);
    if (ifMatch === undefined) {
      throw new Problem(
        428,
        `If-Match is missing: send the ETag of the version that you change, currently ${entityTag(version)}.`,
      );
    }
    const input = this.reader.readFor(slug, body);
    return this.writeIfMatch(slug, ifMatch, (expected) => this.repository.update(input, expected));
  }

  /**
   * Deletes the board; with `ifMatch`, only if its version is one of these.
   *
   * @throws Problem 404, 410, 409 for the inbox and for boards of files, 412
   */
  async delete(slug: string, ifMatch: string | undefined): Promise<void> {
    this.getWritable(slug);
    await this.writeIfMatch(slug, ifMatch ?? '*', (expected) => this.repository.delete(slug, expected));
  }

  /** Never uses the slug of a deleted board, because links to that board would show the new one. */
  private async createFromTitle(definition: NewBoard): Promise<Board> {
    const slugs = slugCandidates(definition.title);
    for (;;) {
      const slug = slugs.next().value;
      if (this.catalog.get(slug) !== undefined) continue;
      const created = await this.insert({ ...definition, slug });
      if (created) return created;
    }
  }

  /** Returns undefined if the slug is taken. @throws Problem 429 */
  private async insert(board: BoardInput): Promise<Board | undefined> {
    const { maxBoards } = this.settings;
    if (this.catalog.storedCount + this.pendingInserts >= maxBoards) {
      const message = `There are ${maxBoards} boards, as many as MAX_BOARDS allows`;
      throw new Problem(429, `${message}: delete boards that are no longer needed, or increase MAX_BOARDS.`);
    }
    this.pendingInserts += 1;
    try {
      return await this.updateCatalog(this.repository.insert(board));
    } finally {
      this.pendingInserts -= 1;
    }
  }

  private getWritable(slug: string): Board {
    this.rejectReadOnly(slug);
    return this.get(slug);
  }

  private rejectReadOnly(slug: string): void {
    if (slug === INBOX_SLUG) throw inboxIsComputed();
    const found = this.catalog.get(slug);
    if (found !== undefined && found !== 'deleted' && found.readOnly === true) throw definedByFile(slug, found.file);
  }

  private async writeIfMatch(
    slug: string,
    ifMatch: string,
    write: (expected: ExpectedVersions) => Promise<StoredBoard | undefined>,
  ): Promise<Board> {
    const expected = parseIfMatch(ifMatch);
    const written = expected.length === 0 ? undefined : await this.updateCatalog(write(expected));
    if (written) return written;
    // A concurrent request may have deleted the board.
    await this.catalog.refresh(slug);
    const { version } = this.get(slug);
    throw new Problem(
      412,
      `The board '${slug}' has version ${entityTag(version)}, not ${ifMatch}, so it was not changed. ` +
        'Get the current version, apply the change to it, and send it with that version.',
    );
  }

  private async updateCatalog(write: Promise<StoredBoard | undefined>): Promise<Board | undefined> {
    const stored = await write;
    if (stored) this.catalog.put(stored);
    return stored?.board;
  }
}

function definedByFile(slug: string, file = ''): Problem {
  return new Problem(
    409,
    `The board '${slug}' is defined by the file ${file} in BOARDS_DIR on the server: change or remove that file.`,
  );
}

function inboxIsComputed(): Problem {
  return new Problem(
    409,
    "The board 'inbox' is computed by the server from the metrics on no other board: it cannot be created, changed or deleted.",
  );
}
