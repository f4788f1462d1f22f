import { Injectable } from '@nestjs/common';
import type { Board, BoardInput } from '../../wire/board.js';
import { entityTag, parseIfMatch } from '../http/entity-tags.js';
import { Problem } from '../common/errors/problem.js';
import { Settings } from '../config/settings.js';
import { BoardCatalog } from './board-catalog.js';
import { BoardInputReader, type NewBoard } from './board-input.js';
import { BoardStore, type ExpectedVersions, type StoredBoard } from './board-store.js';
import { INBOX_SLUG } from './inbox.js';
import { slugsAfter } from './slugs.js';

/**
 * Reads and changes boards. A change is durable and in the catalogue when its promise resolves, so that whoever
 * announces it afterwards announces what everyone then reads.
 */
@Injectable()
export class BoardsService {
  /** Boards that are being stored, and not in the catalogue yet. */
  private making = 0;

  constructor(
    private readonly store: BoardStore,
    private readonly catalogue: BoardCatalog,
    private readonly reader: BoardInputReader,
    private readonly settings: Settings,
  ) {}

  /** All boards, oldest first, then those of files, then the computed inbox. */
  list(): Board[] {
    return [...this.catalogue.stored(), this.catalogue.inbox()];
  }

  /** @throws Problem 404 where there never was such a board, 410 where it was deleted */
  get(slug: string): Board {
    return this.catalogue.getOrThrow(slug);
  }

  /** @throws Problem 422, 413, 409 where the slug is taken, 429 where there are `maxBoards` boards */
  async create(body: unknown): Promise<Board> {
    const { slug, ...definition } = this.reader.read(body);
    if (slug === undefined) return this.createAfterTitle(definition);
    this.notReadOnly(slug);
    const found = this.catalogue.get(slug);
    const isTaken = found !== undefined && found !== 'deleted';
    const made = isTaken ? undefined : await this.insert({ ...definition, slug });
    if (made) return made;
    throw new Problem(409, `There is a board '${slug}' already: choose another slug, or change that board with PUT.`);
  }

  /**
   * Replaces the definition, if it still is one that `ifMatch` names.
   *
   * @throws Problem 404, 410, 409 for the inbox and for a file's board, 428 without `ifMatch`, 422, 413, 412 where somebody else was faster
   */
  async replace(slug: string, ifMatch: string | undefined, body: unknown): Promise<Board> {
    const { version } = this.changeable(slug);
    if (ifMatch === undefined) {
      throw new Problem(428, `Say which version you change: send its ETag, now ${entityTag(version)}, in If-Match.`);
    }
    const input = this.reader.readFor(slug, body);
    return this.writeIf(slug, ifMatch, (expected) => this.store.update(input, expected));
  }

  /**
   * Deletes the board; with `ifMatch` only in a version that it names.
   *
   * @throws Problem 404, 410, 409 for the inbox and for a file's board, 412
   */
  async delete(slug: string, ifMatch: string | undefined): Promise<void> {
    this.changeable(slug);
    await this.writeIf(slug, ifMatch ?? '*', (expected) => this.store.delete(slug, expected));
  }

  /** Never takes the slug of a deleted board, whose links would show something else then. */
  private async createAfterTitle(definition: NewBoard): Promise<Board> {
    const slugs = slugsAfter(definition.title);
    for (;;) {
      const slug = slugs.next().value;
      if (this.catalogue.get(slug) !== undefined) continue;
      const made = await this.insert({ ...definition, slug });
      if (made) return made;
    }
  }

  /** Undefined where the slug is taken. @throws Problem 429 */
  private async insert(board: BoardInput): Promise<Board | undefined> {
    const { maxBoards } = this.settings;
    if (this.catalogue.storedCount + this.making >= maxBoards) {
      const words = `There are ${maxBoards} boards already, as many as MAX_BOARDS allows`;
      throw new Problem(429, `${words}: delete one that is no longer needed, or raise MAX_BOARDS.`);
    }
    this.making += 1;
    try {
      return await this.noted(this.store.insert(board));
    } finally {
      this.making -= 1;
    }
  }

  private changeable(slug: string): Board {
    this.notReadOnly(slug);
    return this.get(slug);
  }

  private notReadOnly(slug: string): void {
    if (slug === INBOX_SLUG) throw inboxIsComputed();
    const found = this.catalogue.get(slug);
    if (found !== undefined && found !== 'deleted' && found.readOnly === true) throw fileDefines(slug, found.file);
  }

  private async writeIf(
    slug: string,
    ifMatch: string,
    write: (expected: ExpectedVersions) => Promise<StoredBoard | undefined>,
  ): Promise<Board> {
    const expected = parseIfMatch(ifMatch);
    const written = expected.length === 0 ? undefined : await this.noted(write(expected));
    if (written) return written;
    // Whoever was faster may have deleted it.
    await this.catalogue.refresh(slug);
    const { version } = this.get(slug);
    throw new Problem(
      412,
      `The board '${slug}' is at ${entityTag(version)}, not at ${ifMatch}: nothing was changed. ` +
        'Get it, make your change to what is there now, and send that with its ETag.',
    );
  }

  private async noted(write: Promise<StoredBoard | undefined>): Promise<Board | undefined> {
    const stored = await write;
    if (stored) this.catalogue.put(stored);
    return stored?.board;
  }
}

function fileDefines(slug: string, file = ''): Problem {
  return new Problem(
    409,
    `The board '${slug}' is defined by the file ${file} in the server's BOARDS_DIR: change or remove that file.`,
  );
}

function inboxIsComputed(): Problem {
  return new Problem(
    409,
    "The board 'inbox' is computed: it shows the metrics that no other board shows, and cannot be made, changed or deleted.",
  );
}
