import { isSlug } from '../../wire/slug';
import { readStorage, writeStorage } from '../common/browser-storage';

/** Created on the first start of the server, so a new browser opens it. */
const DEFAULT_BOARD = 'this-server';

const STORAGE_KEY = 'boardcast.last-board';

/** Returns the slug of the board viewed last. `/` redirects to it. */
export function lastBoard(): string {
  const slug = readStorage(STORAGE_KEY);
  return slug !== undefined && isSlug(slug) ? slug : DEFAULT_BOARD;
}

export function rememberBoard(slug: string): void {
  writeStorage(STORAGE_KEY, slug);
}

/** Forgets a deleted board, so that `/` does not redirect to it. */
export function forgetBoard(slug: string): void {
  if (lastBoard() === slug) writeStorage(STORAGE_KEY, undefined);
}
