import { isSlug } from '../../wire/slug';
import { recall, remember } from '../common/browser-storage';

/** Made on the first start, so it is what a new browser opens. */
const FIRST_BOARD = 'this-server';

const STORAGE_KEY = 'boardcast.last-board';

/** Where `/` leads: the board viewed last. */
export function lastBoard(): string {
  const slug = recall(STORAGE_KEY);
  return slug !== undefined && isSlug(slug) ? slug : FIRST_BOARD;
}

export function rememberBoard(slug: string): void {
  remember(STORAGE_KEY, slug);
}

/** A board that is gone must not be what `/` opens next time. */
export function forgetBoard(slug: string): void {
  if (lastBoard() === slug) remember(STORAGE_KEY, undefined);
}
