import { Injectable, Logger, type OnModuleDestroy } from '@nestjs/common';
import { concatMap, debounceTime, defer, interval, merge, retry, type Subscription, timer } from 'rxjs';
import { deepEqual } from '../../wire/deep-equal.js';
import type { Board, BoardFileError } from '../../wire/schemas/board.js';
import { Clock } from '../common/time/clock.js';
import { StartupError } from '../common/errors/startup-error.js';
import { Settings } from '../config/settings.js';
import { FeatureRegistry } from '../dashboard/feature-registry.js';
import { NotificationQueue } from '../dashboard/notifications/notification-queue.js';
import { BoardCatalog } from './catalog/board-catalog.js';
import { BoardInputReader } from './input/board-input-reader.js';
import { INBOX_SLUG } from './inbox/build-inbox.js';
import { boardTopic } from './board-topics.js';
import { readBoardFiles, watchFolder } from './files/board-folder.js';
import { BoardTextReader } from './files/board-text-reader.js';
import { BoardFileChecker } from './files/board-file-checker.js';
import { FileStateCache } from './files/file-state-cache.js';
import { errorLine, invalidFileProblems, type ResolvedBoard, resolveSlugs } from './files/slug-resolution.js';

/** Changes are collected for this long, because editors write a file in several steps and git writes many files. */
const SETTLED_MS = 250;

/** Some folders (network shares, container mounts) report no changes, so the folder is also read periodically. */
const RESCAN_MS = 60_000;

/**
 * Adds the boards that files in the folder BOARDS_DIR define to the catalog, as read-only boards, and removes them when
 * their files are removed. If a file becomes invalid, its last valid board stays, and its errors are reported. A file never
 * replaces a stored board.
 */
@Injectable()
export class BoardFilesService implements OnModuleDestroy {
  private readonly logger = new Logger('BoardFiles');
  private readonly folder: string | undefined;
  private readonly reader: BoardTextReader;
  private readonly states: FileStateCache;
  private readonly stop = new AbortController();
  private readonly boards = new Map<string, Board>();
  private readonly versions = new Map<string, number>();
  private lastLogged = '';
  private fileErrors: readonly BoardFileError[] = [];
  private subscription?: Subscription;
  private scanning: Promise<void> = Promise.resolve();

  constructor(
    settings: Settings,
    input: BoardInputReader,
    private readonly catalog: BoardCatalog,
    private readonly notifications: NotificationQueue,
    private readonly clock: Clock,
    registry: FeatureRegistry,
  ) {
    this.folder = settings.boardsDir;
    const checker = new BoardFileChecker(input, registry.sources);
    this.reader = new BoardTextReader(clock, (value) => checker.check(value));
    this.states = new FileStateCache(this.reader);
  }

  /** The current errors of all files. */
  get errors(): readonly BoardFileError[] {
    return this.fileErrors;
  }

  /**
   * Reads the folder, if one is set, and watches it from now on.
   *
   * @throws StartupError if it cannot be read, so that a wrong BOARDS_DIR is noticed at once
   */
  async start(): Promise<void> {
    const { folder } = this;
    if (folder === undefined) return;
    try {
      await this.update(folder);
    } catch (error) {
      const { code = String(error) } = error as NodeJS.ErrnoException;
      throw new StartupError(
        `BOARDS_DIR is '${folder}', which cannot be read as a folder (${code}): create the folder, or unset BOARDS_DIR.`,
        { cause: error },
      );
    }
    const { scheduler } = this.clock;
    const watched$ = watchFolder(folder).pipe(
      debounceTime(SETTLED_MS, scheduler),
      // A folder that cannot be watched is read every minute.
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
      await this.update(folder);
    } catch (error) {
      if (this.stop.signal.aborted) return;
      const { message } = error as Error;
      this.logOnce(`BOARDS_DIR cannot be read: ${message}. The last valid boards are shown.`);
    }
  }

  private async update(folder: string): Promise<void> {
    const files = await this.states.read(readBoardFiles(folder), this.stop.signal).finally(() => this.reader.close());
    const { boards, errors } = resolveSlugs(files, (slug) => this.rejectionOf(slug));
    const changed = [...(await this.removeMissing(boards)), ...this.putBoards(boards)];
    this.fileErrors = errors;
    this.catalog.setInvalidFiles(invalidFileProblems(files));
    this.logOnce(errors.map(errorLine).join('\n'));
    if (changed.length > 0 && this.subscription) {
      await this.notifications.publish(...changed.map(boardTopic), boardTopic(INBOX_SLUG));
    }
  }

  /** Returns why no file may define this slug; undefined if one may. */
  private rejectionOf(slug: string): string | undefined {
    if (slug === INBOX_SLUG) return "the board 'inbox' is computed by the server: choose another slug";
    const found = this.catalog.get(slug);
    return found === undefined || found === 'deleted' || found.readOnly === true
      ? undefined
      : `a stored board '${slug}' exists already: delete that board, or choose another slug`;
  }

  /** Adds new and changed boards to the catalog. Returns their slugs. */
  private putBoards(resolved: ReadonlyMap<string, ResolvedBoard>): string[] {
    const changed: string[] = [];
    for (const [slug, { file, modifiedAt, definition, problem }] of resolved) {
      const version = this.versions.get(slug) ?? 0;
      const board: Board = { ...definition, slug, version, readOnly: true, file, ...(problem && { problem }) };
      if (deepEqual(board, this.boards.get(slug))) continue;
      // Entity tags contain the version, so it must increase, also across restarts.
      board.version = Math.max(modifiedAt, version + 1);
      this.versions.set(slug, board.version);
      this.boards.set(slug, board);
      this.catalog.putFile(board);
      changed.push(slug);
    }
    return changed;
  }

  /** Removes boards without a file from the catalog. Returns their slugs. */
  private async removeMissing(resolved: ReadonlyMap<string, ResolvedBoard>): Promise<string[]> {
    const missing = [...this.boards.keys()].filter((slug) => !resolved.has(slug));
    for (const slug of missing) {
      this.boards.delete(slug);
      await this.catalog.removeFile(slug);
    }
    return missing;
  }

  /** Logs the errors, unless they are the last ones that were logged. */
  private logOnce(errors: string): void {
    if (errors === this.lastLogged) return;
    this.lastLogged = errors;
    if (errors === '') this.logger.log('All files in BOARDS_DIR are valid.');
    else this.logger.error(errors);
  }
}
