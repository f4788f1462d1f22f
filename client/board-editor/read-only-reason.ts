import type { BoardSummary } from '../../wire/board';

/** Why a board cannot be edited here, in words; undefined if it can. */
export function readOnlyReason({ auto, readOnly, file }: BoardSummary): string | undefined {
  if (auto === true) {
    return $localize`It fills itself: it shows what was pushed and is on no other board. Make a board of your own to arrange panels.`;
  }
  if (readOnly !== true) return undefined;
  return file === undefined
    ? $localize`It is defined by a file on the server: change it there, or duplicate it.`
    : $localize`It is defined by the file ${file}:name: on the server: change it there, or duplicate it.`;
}
