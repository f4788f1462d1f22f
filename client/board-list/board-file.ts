import type { Board } from '../../wire/schemas/board';
import { MAX_ID_LENGTH } from '../../wire/limits';
import { isObject } from '../../wire/is-object';
import { type BoardDefinition, toDefinition } from '../api/board-definition';

/** The content of a board file. It has the format of POST requests and of the files in BOARDS_DIR. */
export interface BoardFile extends BoardDefinition {
  readonly slug?: string | undefined;
}

export function boardFileOf(board: Board): BoardFile {
  return { slug: board.slug, ...toDefinition(board) };
}

export function writeBoardFile(board: Board): string {
  return `${JSON.stringify(boardFileOf(board), null, 2)}\n`;
}

/** @returns the definition, or a message if the text is not a board; the server validates the definition itself */
export function readBoardFile(text: string): BoardFile | { readonly problem: string } {
  let read: unknown;
  try {
    read = JSON.parse(text);
  } catch (error) {
    return {
      problem: $localize`The file is not valid JSON: ${error instanceof Error ? error.message : String(error)}:why:`,
    };
  }
  const { slug, title, range, timeZone, panels } = (isObject(read) ? read : {}) as Partial<Board>;
  if (title === undefined && panels === undefined) {
    return { problem: $localize`The file is valid JSON, but not a board. A board has a “title” and “panels”.` };
  }
  return { slug, title, range, timeZone, panels } as BoardFile;
}

/** Returns the slug to suggest if this one is taken. */
export function nextSlug(slug: string): string {
  const [, base = slug, number] = /^(.*?)(?:-(\d+))?$/.exec(slug) ?? [];
  const suffix = `-${Number(number ?? 1) + 1}`;
  return `${base.slice(0, MAX_ID_LENGTH - suffix.length)}${suffix}`;
}
