import { type Signal, computed, inject } from '@angular/core';
import type { BoardProblem } from '../stream/http/api-error';
import { errorText } from '../api/error-text';
import { SERVER_ADDRESS } from '../api/server';
import type { LiveBoard } from './live-board';

export interface BoardProblemText {
  readonly title: string;
  readonly text: string;
  /** Whether the board does not exist, so that trying again is useless. */
  readonly final: boolean;
}

/**
 * Returns the title and text to show for a problem with a board.
 *
 * @param path the path of the board's page
 */
export function boardProblemText(path: string, problem: BoardProblem): BoardProblemText {
  switch (problem.status) {
    case 404:
      if (isFileProblem(problem)) {
        return { title: $localize`This board’s file is not valid`, text: errorText(problem), final: true };
      }
      return {
        title: $localize`Board not found`,
        text: $localize`There is no board at ${path}:address:. It may have another address, or it was never created.`,
        final: true,
      };
    case 410:
      return {
        title: $localize`This board was deleted`,
        text: $localize`There was a board at ${path}:address:. If it is created again at this address, it appears here.`,
        final: true,
      };
    case 200:
      return { title: $localize`Unexpected response`, text: errorText(problem), final: false };
    default:
      return { title: $localize`The server rejected the request`, text: errorText(problem), final: false };
  }
}

/** The title and text of the problem of a live board, if it has one. Call it in an injection context. */
export function problemTextOf(
  live: Pick<LiveBoard, 'problem'>,
  slug: Signal<string>,
): Signal<BoardProblemText | undefined> {
  const server = inject(SERVER_ADDRESS);
  return computed(() => {
    const problem = live.problem();
    return problem && boardProblemText(server.pagePath(`/boards/${slug()}`), problem);
  });
}

/** Whether the problem is an invalid file of the board. Only then a 404 has errors. */
export function isFileProblem({ status, errors = [] }: BoardProblem): boolean {
  return status === 404 && errors.length > 0;
}
