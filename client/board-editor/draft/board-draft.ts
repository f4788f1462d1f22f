import { deepEqual } from '../../../wire/deep-equal';
import type { Board, Panel } from '../../../wire/board';
import type { InvalidInput } from '../../ui/form/invalid-inputs';
import { type Definition, definitionOf } from '../../api/board-definition';

/** A board while it is edited. Never changed: each act answers the next draft. */
export interface BoardDraft {
  /** What the server stores, as of `version`: what it is compared to, and what saving replaces. */
  readonly stored: Definition;
  readonly version: number;
  readonly working: Definition;
  /** What undo brings back, the newest last; what redo brings back, the next one last. */
  readonly past: readonly Definition[];
  readonly future: readonly Definition[];
  /** What the last act was: one that goes on (typing) is undone at once. */
  readonly lastAct?: string | undefined;
  /** Texts that could not be read, by their fields: the panel's id, a space, and the path in the panel. */
  readonly invalid?: Readonly<Record<string, InvalidInput>> | undefined;
}

/** A long session must not grow without bound, and it must fit into the tab's storage. */
export const MAX_UNDO = 100;

export function openDraft(board: Board): BoardDraft {
  const stored = definitionOf(board);
  return { stored, version: board.version, working: stored, past: [], future: [] };
}

/** @param act names what goes on over several edits (`title`, `p1 options.unit`); such a run is one step of undo */
export function edit(draft: BoardDraft, working: Definition, act?: string): BoardDraft {
  if (deepEqual(working, draft.working)) return draft;
  const goesOn = act !== undefined && act === draft.lastAct;
  const past = goesOn ? draft.past : [...draft.past, draft.working].slice(-MAX_UNDO);
  return { ...draft, working, past, future: [], lastAct: act };
}

export function undo(draft: BoardDraft): BoardDraft {
  const working = draft.past.at(-1);
  if (!working) return draft;
  const future = [...draft.future, draft.working];
  return { ...draft, working, past: draft.past.slice(0, -1), future, lastAct: undefined };
}

export function redo(draft: BoardDraft): BoardDraft {
  const working = draft.future.at(-1);
  if (!working) return draft;
  const past = [...draft.past, draft.working];
  return { ...draft, working, past, future: draft.future.slice(0, -1), lastAct: undefined };
}

/** Whether there is anything to save, or to lose. */
export function isDirty({ working, stored, invalid }: BoardDraft): boolean {
  return invalid !== undefined || !deepEqual(working, stored);
}

/** @param invalid undefined: the text of the field is valid */
export function withInvalidText(draft: BoardDraft, field: string, invalid: InvalidInput | undefined): BoardDraft {
  if (deepEqual(draft.invalid?.[field], invalid)) return draft;
  const others = Object.entries(draft.invalid ?? {}).filter(([name]) => name !== field);
  const all = invalid === undefined ? others : [...others, [field, invalid] as const];
  return { ...draft, invalid: all.length === 0 ? undefined : Object.fromEntries(all) };
}

/** Mine goes on, to be saved over what is stored now. */
export function keepMine(draft: BoardDraft, theirs: Board): BoardDraft {
  return { ...draft, stored: definitionOf(theirs), version: theirs.version };
}

/** Theirs goes on; mine is one undo away. */
export function takeTheirs(draft: BoardDraft, theirs: Board): BoardDraft {
  return edit(keepMine(draft, theirs), definitionOf(theirs));
}

export function replacePanel(definition: Definition, panel: Panel): Definition {
  return { ...definition, panels: definition.panels.map((each) => (each.id === panel.id ? panel : each)) };
}

export function removePanel(definition: Definition, id: string): Definition {
  return { ...definition, panels: definition.panels.filter((panel) => panel.id !== id) };
}

/** An id that no panel of the board has, after `stem`. */
export function freeId({ panels }: Definition, stem: string): string {
  const taken = new Set(panels.map(({ id }) => id));
  for (let number = 1; ; number += 1) {
    const id = `${stem}-${number}`;
    if (!taken.has(id)) return id;
  }
}
