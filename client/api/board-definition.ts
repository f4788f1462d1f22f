import type { Board, Panel } from '../../wire/board';
import type { Range } from '../../wire/range';

/** What of a board can be edited. */
export interface Definition {
  readonly title: string;
  readonly range?: Range | undefined;
  readonly timeZone?: string | undefined;
  readonly panels: readonly Panel[];
}

/** The board's definition without what belongs to this server: its address, its version, where it came from. */
export function definitionOf({ title, range, timeZone, panels }: Board): Definition {
  return { title, ...(range !== undefined && { range }), ...(timeZone !== undefined && { timeZone }), panels };
}
