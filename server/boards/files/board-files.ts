import { isDeepStrictEqual } from 'node:util';
import { Injectable, Logger, type OnModuleDestroy } from '@nestjs/common';
import { concatMap, debounceTime, defer, interval, merge, retry, type Subscription, timer } from 'rxjs';
import type { Board, BoardFileError } from '../../../wire/board.js';
import { Clock } from '../../common/time/clock.js';
import { StartupError } from '../../common/errors/startup-error.js';
import { Settings } from '../../config/settings.js';
import { FeatureRegistry } from '../../dashboard/feature-registry.js';
import { NotificationQueue } from '../../dashboard/notifications/notification-queue.js';
import { BoardCatalog } from '../board-catalog.js';
import { BoardInputReader } from '../board-input.js';
import { INBOX_SLUG } from '../inbox.js';
import { boardTopic } from '../board-topics.js';
import { readFolder, watchFolder } from './board-folder.js';
import { BoardTextReader } from './board-text-reader.js';
import { BoardFileChecker } from './board-file-checker.js';
import { brokenFiles, claimSlugs, type Claim, lineOf, FileMemory } from './file-claims.js';

/** Editors write a file in several steps, and git writes many files. */
const SETTLED_MS = 250;

/** Some folders (network shares, containers' mounts) tell of no change, so all are looked at from time to time. */
const RESCAN_MS = 60_000;

/**
 * Boards as files: what is in the folder BOARDS_DIR is in the catalogue, read-only, for as long as it is there. A file
 * that is wrong leaves the board of before standing and says where it is wrong; a slug that is stored is not taken over.
 */
@Injectable()
export class BoardFiles implements OnModuleDestroy {
  private readonly logger = new Logger('BoardFiles');
  private readonly folder: string | undefined;
  private readonly reader: BoardTextReader;
  private readonly memory: FileMemory;
  private readonly stop = new AbortController();
  private readonly boards = new Map<string, Board>();
  private readonly versions = new Map<string, number>();
  private told = '';
  private faults: readonly BoardFileError[] = [];
  private subscription?: Subscription;
  private scanning: Promise<void> = Promise.resolve();

  constructor(
    settings: Settings,
    input: BoardInputReader,
    private readonly catalogue: BoardCatalog,
    private readonly notifications: NotificationQueue,
    private readonly clock: Clock,
    registry: FeatureRegistry,
  ) {
    this.folder = settings.boardsDir;
    const checker = new BoardFileChecker(input, registry.sources);
    this.reader = new BoardTextReader(clock, (value) => checker.check(value));
    this.memory = new FileMemory(this.reader);
  }

  /** What is wrong with the files, now. */
  get errors(): readonly BoardFileError[] {
    return this.faults;
  }

  /**
   * Reads the folder and watches it from now on. Nothing happens without one.
   *
   * @throws StartupError where it cannot be read, so that a wrong name is found at once
   */
  async start(): Promise<void> {
    const { folder } = this;
    if (folder === undefined) return;
    try {
      await this.takeOver(folder);
    } catch (error) {
      const { code = String(error) } = error as NodeJS.ErrnoException;
      throw new StartupError(
        `BOARDS_DIR is '${folder}', which cannot be read as a folder (${code}): make it, or leave BOARDS_DIR out.`,
        { cause: error },
      );
    }
    const { scheduler } = this.clock;
    const watched$ = watchFolder(folder).pipe(
      debounceTime(SETTLED_MS, scheduler),
      // What cannot be watched is looked at every minute, as all else is.
      retry({ delay: () => timer(RESCAN_MS, scheduler) }),
    );
    this.subscription = merge(watched$, interval(RESCAN_MS, scheduler))
      .pipe(concatMap(() => defer(() => (this.scanning = this.scan(folder)))))
      .subscribe();
  }

  async onModuleDestroy(): Promise<void> {
    this.subscription?.unsubscribe();
    this.stop.abort();
    await this.reader.close();
    await this.scanning;
  }

  private async scan(folder: string): Promise<void> {
    try {
      await this.takeOver(folder);
    } catch (error) {
      if (this.stop.signal.aborted) return;
      const { message } = error as Error;
      this.tell(`${message}: the boards of before stay.`);
    }
  }

  private async takeOver(folder: string): Promise<void> {
    const files = await this.memory.read(readFolder(folder), this.stop.signal).finally(() => this.reader.close());
    const { claims, errors } = claimSlugs(files, (slug) => this.whyNot(slug));
    const changed = [...(await this.remove(claims)), ...this.put(claims)];
    this.faults = errors;
    this.catalogue.setInvalidFiles(brokenFiles(files));
    this.tell(errors.map(lineOf).join('\n'));
    if (changed.length > 0 && this.subscription) {
      await this.notifications.publish(...changed.map(boardTopic), boardTopic(INBOX_SLUG));
    }
  }

  /** Why no file can have this slug, in words. */
  private whyNot(slug: string): string | undefined {
    if (slug === INBOX_SLUG) return "the board 'inbox' is computed: choose another slug";
    const found = this.catalogue.get(slug);
    return found === undefined || found === 'deleted' || found.readOnly === true
      ? undefined
      : `a board '${slug}' is stored already, and stays: delete that one, or choose another slug`;
  }

  private put(claims: ReadonlyMap<string, Claim>): string[] {
    const changed: string[] = [];
    for (const [slug, { file, modifiedAt, definition, problem }] of claims) {
      const version = this.versions.get(slug) ?? 0;
      const board: Board = { ...definition, slug, version, readOnly: true, file, ...(problem && { problem }) };
      if (isDeepStrictEqual(board, this.boards.get(slug))) continue;
      // Grows while the process lives, and differs over its restarts, as entity tags must.
      board.version = Math.max(modifiedAt, version + 1);
      this.versions.set(slug, board.version);
      this.boards.set(slug, board);
      this.catalogue.putFile(board);
      changed.push(slug);
    }
    return changed;
  }

  private async remove(claims: ReadonlyMap<string, Claim>): Promise<string[]> {
    const gone = [...this.boards.keys()].filter((slug) => !claims.has(slug));
    for (const slug of gone) {
      this.boards.delete(slug);
      await this.catalogue.removeFile(slug);
    }
    return gone;
  }

  /** Says what is wrong, once. */
  private tell(words: string): void {
    if (words === this.told) return;
    this.told = words;
    if (words === '') this.logger.log('All files in BOARDS_DIR are right.');
    else this.logger.error(words);
  }
}
