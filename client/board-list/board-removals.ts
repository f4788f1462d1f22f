import { DOCUMENT, Injectable, computed, inject, signal } from '@angular/core';
import type { BoardSummary } from '../../wire/schemas/board';
import type { ApiResult } from '../stream/http/api-client';
import { BoardsApi } from '../api/boards-api';

/** The result of a deletion: the board is deleted, or a message why the board was not deleted. */
export type RemovalResult = { readonly isDeleted: true } | { readonly isDeleted: false; readonly message: string };

/**
 * Holds deletions until they can no longer be undone. Undo does not create the board again, because the new board would
 * have another version and its viewers would be notified of the deletion. Instead, the DELETE request is sent only
 * after the time for undo. When the page is closed, waiting deletions are sent with `keepalive`; sendBeacon supports
 * only POST. If the browser crashes before that, the board is not deleted.
 */
@Injectable({ providedIn: 'root' })
export class BoardRemovals {
  private readonly api = inject(BoardsApi);
  private readonly waiting = signal<readonly BoardSummary[]>([]);
  /** The slugs of boards whose deletion the server has not confirmed yet. */
  private readonly sent = signal<readonly string[]>([]);
  private readonly deleted = signal<readonly string[]>([]);

  /** The slugs of boards to hide: their deletion is waiting, sent, or done since the list was last fetched. */
  readonly hidden = computed<ReadonlySet<string>>(
    () => new Set([...this.waiting().map(({ slug }) => slug), ...this.sent(), ...this.deleted()]),
  );

  constructor() {
    inject(DOCUMENT).defaultView?.addEventListener('pagehide', () => {
      for (const { slug } of this.waiting()) void this.finish(slug);
    });
  }

  begin(board: BoardSummary): void {
    this.waiting.update((boards) => [...boards.filter(({ slug }) => slug !== board.slug), board]);
  }

  undo(slug: string): void {
    this.waiting.update((boards) => boards.filter((board) => board.slug !== slug));
  }

  /**
   * Sends the deletion, unless it was undone or already sent. A board that was changed in the meantime is not deleted.
   */
  async finish(slug: string): Promise<RemovalResult | undefined> {
    const board = this.waiting().find((each) => each.slug === slug);
    if (board === undefined) return undefined;
    this.sent.update((slugs) => [...slugs, slug]);
    this.undo(slug);
    const message = problemOf(await this.api.delete(slug, board.version), board.title);
    this.sent.update((slugs) => slugs.filter((each) => each !== slug));
    if (message === undefined) {
      this.deleted.update((slugs) => [...slugs, slug]);
      return { isDeleted: true };
    }
    return { isDeleted: false, message };
  }

  /** Call it after the list was refetched. A deleted board's slug may be in use again, so it is no longer hidden. */
  settle(): void {
    this.deleted.set([]);
  }
}

/** @returns why the board could not be deleted; undefined if it no longer exists */
function problemOf(result: ApiResult<void>, title: string): string | undefined {
  if ('value' in result) return undefined;
  const { status } = result.error;
  switch (status) {
    case 0:
      return $localize`“${title}:title:” was not deleted: the server does not answer.`;
    case 404:
    case 410:
      return undefined;
    case 412:
      return $localize`“${title}:title:” was not deleted: it was changed in the meantime.`;
    default:
      return $localize`“${title}:title:” was not deleted: the server answered with status ${status}:status:.`;
  }
}
