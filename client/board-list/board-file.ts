import type { Board } from '../../wire/board';
import { type Definition, definitionOf } from '../api/board-definition';

/** What a file of a board holds: as POST takes it, and as files in BOARDS_DIR are written. */
export interface BoardFile extends Definition {
  readonly slug?: string | undefined;
}

export function boardFileOf(board: Board): BoardFile {
  return { slug: board.slug, ...definitionOf(board) };
}

export function writeBoardFile(board: Board): string {
  return `${JSON.stringify(boardFileOf(board), null, 2)}\n`;
}

/** @returns the definition, or in words why the text is none; everything further is the server's to judge */
export function readBoardFile(text: string): BoardFile | { readonly problem: string } {
  let read: unknown;
  try {
    read = JSON.parse(text);
  } catch (error) {
    return { problem: $localize`It is not JSON: ${error instanceof Error ? error.message : String(error)}:why:` };
  }
  const { slug, title, range, timeZone, panels } = (
    typeof read === 'object' && read !== null ? read : {}
  ) as Partial<Board>;
  if (title === undefined && panels === undefined) {
    return { problem: $localize`It is JSON, but no board: a board has a “title” and “panels”.` };
  }
  return { slug, title, range, timeZone, panels } as BoardFile;
}

/** What is tried next where an address is taken. */
export function nextSlug(slug: string): string {
  const [, base = slug, number] = /^(.*?)(?:-(\d+))?$/.exec(slug) ?? [];
  const suffix = `-${Number(number ?? 1) + 1}`;
  return `${base.slice(0, 64 - suffix.length)}${suffix}`;
}
