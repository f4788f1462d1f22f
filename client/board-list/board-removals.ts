import { DOCUMENT, Injectable, computed, inject, signal } from '@angular/core';
import type { BoardSummary } from '../../wire/board';

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
    const words = await remove(board);
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

/** @returns why it could not be deleted, in words; undefined where it is gone, by whomever */
async function remove({ slug, version, title }: BoardSummary): Promise<string | undefined> {
  try {
    const headers = { accept: 'application/json', 'if-match': `"${version}"` };
    const { ok, status } = await fetch(`/api/v1/boards/${slug}`, { method: 'DELETE', headers, keepalive: true });
    if (ok || status === 404 || status === 410) return undefined;
    return status === 412
      ? $localize`“${title}:title:” was not deleted: somebody has changed it meanwhile.`
      : $localize`“${title}:title:” was not deleted: the server answered ${status}:status:.`;
  } catch {
    // fetch says no more than that nothing came back (TypeError).
    return $localize`“${title}:title:” was not deleted: the server does not answer.`;
  }
}
