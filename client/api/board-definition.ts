import type { Board, Panel } from '../../wire/schemas/board';
import type { Range } from '../../wire/range';

/** The editable part of a board. */
export interface BoardDefinition {
  readonly title: string;
  readonly range?: Range | undefined;
  readonly timeZone?: string | undefined;
  readonly panels: readonly Panel[];
}

/** Returns the board's definition without the fields that the server sets, such as slug and version. */
export function toDefinition({ title, range, timeZone, panels }: Board): BoardDefinition {
  return { title, ...(range !== undefined && { range }), ...(timeZone !== undefined && { timeZone }), panels };
}
