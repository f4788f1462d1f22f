import type { BoardSummary } from '../../wire/schemas/board';

/** Returns why a board cannot be edited; undefined if it can. */
export function readOnlyReason({ auto, readOnly, file }: BoardSummary): string | undefined {
  if (auto === true) {
    return $localize`This board’s panels are created automatically for metrics that are not on any other board. To arrange panels, create your own board.`;
  }
  if (readOnly !== true) return undefined;
  return file === undefined
    ? $localize`This board is defined by a file on the server. Edit the file, or duplicate the board.`
    : $localize`This board is defined by the file ${file}:name: on the server. Edit the file, or duplicate the board.`;
}
