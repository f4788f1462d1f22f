import type { BoardProblem } from '../api/api-error';

export interface BoardProblemText {
  readonly title: string;
  readonly text: string;
  /** Whether the board does not exist, so that trying again is useless. */
  readonly final: boolean;
}

/** Returns the title and text to show for a problem with a board. */
export function boardProblemText(slug: string, problem: BoardProblem): BoardProblemText {
  const { status, detail } = problem;
  switch (status) {
    case 404:
      if (isFileProblem(problem)) {
        return { title: $localize`This board’s file is not valid`, text: detail, final: true };
      }
      return {
        title: $localize`Board not found`,
        text: $localize`There is no board at /boards/${slug}:address:. It may have another address, or it was never created.`,
        final: true,
      };
    case 410:
      return {
        title: $localize`This board was deleted`,
        text: $localize`There was a board at /boards/${slug}:address:. If it is created again at this address, it appears here.`,
        final: true,
      };
    default:
      return { title: $localize`The server rejected the request`, text: detail, final: false };
  }
}

/** Whether the problem is an invalid file of the board. Only then a 404 has errors. */
export function isFileProblem({ status, errors = [] }: BoardProblem): boolean {
  return status === 404 && errors.length > 0;
}
