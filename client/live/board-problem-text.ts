import type { BoardProblem } from '../api/api-error';

export interface BoardProblemText {
  readonly title: string;
  readonly text: string;
  /** Whether the board is not there at all, so that trying again is no use. */
  readonly final: boolean;
}

/** What the server's no means for whoever wanted to see the board. */
export function boardProblemText(slug: string, problem: BoardProblem): BoardProblemText {
  const { status, detail } = problem;
  switch (status) {
    case 404:
      if (isOfFile(problem)) return { title: $localize`This board’s file is not valid`, text: detail, final: true };
      return {
        title: $localize`There is no such board`,
        text: $localize`Nothing is kept under “${slug}:address:”. It may have another address, or was never made.`,
        final: true,
      };
    case 410:
      return {
        title: $localize`This board was deleted`,
        text: $localize`“${slug}:address:” was here once. If it is made again under the same address, it appears here.`,
        final: true,
      };
    default:
      return { title: $localize`The server said no`, text: detail, final: false };
  }
}

/** Whether the board's file is what is wrong: only then an answer that there is no board has errors. */
export function isOfFile({ status, errors = [] }: BoardProblem): boolean {
  return status === 404 && errors.length > 0;
}
