import { deepEqual } from '../../../wire/deep-equal';
import type { Board, Panel } from '../../../wire/schemas/board';
import type { InvalidInput } from '../../ui/form/invalid-inputs';
import { type BoardDefinition, toDefinition } from '../../api/board-definition';

/** An edited board. Immutable: each function returns a new draft. */
export interface BoardDraft {
  /** The definition that the server has stored as `version`. Saving replaces it. */
  readonly stored: BoardDefinition;
  readonly version: number;
  readonly working: BoardDefinition;
  /** Definitions that undo restores, the next one last. */
  readonly past: readonly BoardDefinition[];
  /** Definitions that redo restores, the next one last. */
  readonly future: readonly BoardDefinition[];
  /** The name of the last edit. Consecutive edits with the same name (typing) are one undo step. */
  readonly lastAct?: string | undefined;
  /** Invalid texts by field name: the id of the panel, a space, and the path within the panel. */
  readonly invalid?: Readonly<Record<string, InvalidInput>> | undefined;
}

/** Limits the memory of a long session, and what must fit into the session storage of the tab. */
export const MAX_UNDO = 100;

export function openDraft(board: Board): BoardDraft {
  const stored = toDefinition(board);
  return { stored, version: board.version, working: stored, past: [], future: [] };
}

/**
 * Returns the draft with a new definition.
 *
 * @param act name of the edit, such as `title` or `p1 options.unit`; consecutive edits with the same name are one undo step
 */
export function edit(draft: BoardDraft, working: BoardDefinition, act?: string): BoardDraft {
  if (deepEqual(working, draft.working)) return draft;
  const continuesLastAct = act !== undefined && act === draft.lastAct;
  const past = continuesLastAct ? draft.past : [...draft.past, draft.working].slice(-MAX_UNDO);
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

/** Whether the draft has unsaved changes. */
export function isDirty({ working, stored, invalid }: BoardDraft): boolean {
  return invalid !== undefined || !deepEqual(working, stored);
}

/**
 * Returns the draft with the invalid text of a field.
 *
 * @param invalid undefined if the text of the field is valid
 */
export function withInvalidText(draft: BoardDraft, field: string, invalid: InvalidInput | undefined): BoardDraft {
  if (deepEqual(draft.invalid?.[field], invalid)) return draft;
  const others = Object.entries(draft.invalid ?? {}).filter(([name]) => name !== field);
  const all = invalid === undefined ? others : [...others, [field, invalid] as const];
  return { ...draft, invalid: all.length === 0 ? undefined : Object.fromEntries(all) };
}

/** Keeps the working definition. The next save replaces `theirs`. */
export function keepMine(draft: BoardDraft, theirs: Board): BoardDraft {
  return { ...draft, stored: toDefinition(theirs), version: theirs.version };
}

/** Replaces the working definition by `theirs`. Undo restores it. */
export function takeTheirs(draft: BoardDraft, theirs: Board): BoardDraft {
  return edit(keepMine(draft, theirs), toDefinition(theirs));
}

export function replacePanel(definition: BoardDefinition, panel: Panel): BoardDefinition {
  return { ...definition, panels: definition.panels.map((each) => (each.id === panel.id ? panel : each)) };
}

export function removePanel(definition: BoardDefinition, id: string): BoardDefinition {
  return { ...definition, panels: definition.panels.filter((panel) => panel.id !== id) };
}

/** Returns the first unused panel id of the form `stem-1`, `stem-2`, … */
export function freeId({ panels }: BoardDefinition, stem: string): string {
  const taken = new Set(panels.map(({ id }) => id));
  for (let number = 1; ; number += 1) {
    const id = `${stem}-${number}`;
    if (!taken.has(id)) return id;
  }
}
