import { Injectable } from '@angular/core';
import type { BoardDraft } from './board-draft';

/** As much of the way back as is kept over a reload. */
const KEPT_UNDO = 20;

/** Keeps drafts in this tab, so that a reload loses nothing. Where storage is blocked, they live as long as the page. */
@Injectable({ providedIn: 'root' })
export class DraftStorage {
  read(slug: string): BoardDraft | undefined {
    try {
      const text = sessionStorage.getItem(keyOf(slug));
      const draft: unknown = text === null ? undefined : JSON.parse(text);
      return isDraft(draft) ? draft : undefined;
    } catch {
      // Blocked (DOMException), or written by somebody else: there is no draft then.
      return undefined;
    }
  }

  /** @returns whether the draft is kept */
  write(slug: string, draft: BoardDraft): boolean {
    const { past, future } = draft;
    const short = { ...draft, past: past.slice(-KEPT_UNDO), future: future.slice(-KEPT_UNDO) };
    return put(slug, short) || put(slug, { ...draft, past: [], future: [] });
  }

  forget(slug: string): void {
    try {
      sessionStorage.removeItem(keyOf(slug));
    } catch {
      // Blocked: then nothing was written either.
    }
  }
}

function put(slug: string, draft: BoardDraft): boolean {
  try {
    sessionStorage.setItem(keyOf(slug), JSON.stringify(draft));
    return true;
  } catch {
    // Blocked or full (DOMException): the caller tries with less.
    return false;
  }
}

function keyOf(slug: string): string {
  return `boardcast.draft.${slug}`;
}

function isDraft(value: unknown): value is BoardDraft {
  if (typeof value !== 'object' || value === null) return false;
  const { stored, working, version, past, future } = value as Record<string, unknown>;
  const lists = [past, future];
  return (
    Number.isSafeInteger(version) &&
    lists.every((list) => Array.isArray(list) && list.every(isDefinition)) &&
    [stored, working].every(isDefinition)
  );
}

function isDefinition(value: unknown): boolean {
  if (typeof value !== 'object' || value === null) return false;
  const { title, panels } = value as Record<string, unknown>;
  return typeof title === 'string' && Array.isArray(panels);
}
