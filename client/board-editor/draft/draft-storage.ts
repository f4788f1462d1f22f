import { Injectable } from '@angular/core';
import { isObject } from '../../../wire/is-object';
import type { BoardDraft } from './board-draft';

/** Undo and redo steps that are stored with a draft. */
const MAX_STORED_STEPS = 20;

/**
 * Stores drafts in the session storage of the tab, so that they survive a reload. Where storage is blocked, a reload loses
 * them.
 */
@Injectable({ providedIn: 'root' })
export class DraftStorage {
  read(slug: string): BoardDraft | undefined {
    try {
      const text = sessionStorage.getItem(keyOf(slug));
      const draft: unknown = text === null ? undefined : JSON.parse(text);
      return isDraft(draft) ? draft : undefined;
    } catch {
      // Storage is blocked (DOMException), or the text is not a draft.
      return undefined;
    }
  }

  /** @returns whether the draft was stored */
  write(slug: string, draft: BoardDraft): boolean {
    const { past, future } = draft;
    const shortened = { ...draft, past: past.slice(-MAX_STORED_STEPS), future: future.slice(-MAX_STORED_STEPS) };
    return put(slug, shortened) || put(slug, { ...draft, past: [], future: [] });
  }

  delete(slug: string): void {
    try {
      sessionStorage.removeItem(keyOf(slug));
    } catch {
      // Storage is blocked, so nothing was stored either.
    }
  }
}

function put(slug: string, draft: BoardDraft): boolean {
  try {
    sessionStorage.setItem(keyOf(slug), JSON.stringify(draft));
    return true;
  } catch {
    // Storage is blocked or full (DOMException). The caller tries again with fewer steps.
    return false;
  }
}

function keyOf(slug: string): string {
  return `boardcast.draft.${slug}`;
}

function isDraft(value: unknown): value is BoardDraft {
  if (!isObject(value)) return false;
  const { stored, working, version, past, future } = value;
  const lists = [past, future];
  return (
    Number.isSafeInteger(version) &&
    lists.every((list) => Array.isArray(list) && list.every(isDefinition)) &&
    [stored, working].every(isDefinition)
  );
}

function isDefinition(value: unknown): boolean {
  if (!isObject(value)) return false;
  const { title, panels } = value;
  return typeof title === 'string' && Array.isArray(panels);
}
