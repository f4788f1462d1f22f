import { DOCUMENT, Injectable, computed, inject, signal } from '@angular/core';
import type { BoardSummary } from '../../wire/board';
import type { ApiResult } from '../api/api-client';
import { BoardsApi } from '../api/boards-api';

/** What became of a removal: `gone`, or the server's words why not. */
export type RemovalOutcome = { readonly gone: true } | { readonly gone: false; readonly words: string };

/**
 * Boards whose deletion can still be undone. A deletion waits on this page instead of being made good by making the board
 * again: the new one would begin at another version, and everyone who watches would be told that the board is gone. While
 * it waits nobody else sees anything; when the page goes, what waits is sent off (`keepalive` outlives the page, which
 * sendBeacon does too, but only with POST). If the browser dies meanwhile, the board stays: nothing is lost by it.
 */
@Injectable({ providedIn: 'root' })
export class BoardRemovals {
  private readonly api = inject(BoardsApi);
  private readonly waiting = signal<readonly BoardSummary[]>([]);
  /** Whose deletion the server has not answered. */
  private readonly sent = signal<readonly string[]>([]);
  private readonly gone = signal<readonly string[]>([]);

  /** Not to be shown: on their way out, or gone while the list has not been fetched anew. */
  readonly hidden = computed<ReadonlySet<string>>(
    () => new Set([...this.waiting().map(({ slug }) => slug), ...this.sent(), ...this.gone()]),
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

  /** Deletes the board for good, unless it was undone, or sent already; a board that has changed meanwhile stays. */
  async finish(slug: string): Promise<RemovalOutcome | undefined> {
    const board = this.waiting().find((each) => each.slug === slug);
    if (board === undefined) return undefined;
    this.sent.update((slugs) => [...slugs, slug]);
    this.undo(slug);
    const words = problemOf(await this.api.delete(slug, board.version), board.title);
    this.sent.update((slugs) => slugs.filter((each) => each !== slug));
    if (words === undefined) {
      this.gone.update((slugs) => [...slugs, slug]);
      return { gone: true };
    }
    return { gone: false, words };
  }

  /** A list that was fetched after the deletions tells what there is: the same slug may be in use again. */
  settle(): void {
    this.gone.set([]);
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
      return $localize`“${title}:title:” was not deleted: somebody has changed it meanwhile.`;
    default:
      return $localize`“${title}:title:” was not deleted: the server answered ${status}:status:.`;
  }
}
