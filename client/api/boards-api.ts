import { Injectable } from '@angular/core';
import type { Board, Query } from '../../wire/board';
import type { InputError } from '../../wire/problem';
import type { Range } from '../../wire/range';
import type { PanelData } from '../../wire/snapshot';
import type { Definition } from './board-definition';

/** Why the server did not do what was asked, in its words. Status 0: it could not be asked. */
export interface Refusal {
  readonly status: number;
  readonly detail: string;
  readonly errors: readonly InputError[];
}

export type Answer<T> = { readonly value: T } | { readonly refusal: Refusal };

const TIMEOUT_MS = 15_000;

/** The acts of editing. Nothing here throws: whatever goes wrong becomes a refusal with words. */
@Injectable({ providedIn: 'root' })
export class BoardsApi {
  get(slug: string): Promise<Answer<Board>> {
    return ask(pathOf(slug), { method: 'GET', cache: 'no-store' });
  }

  /** Replaces the board if it still is at `version`; else the refusal's status is 412. */
  replace(slug: string, version: number, definition: Definition): Promise<Answer<Board>> {
    return ask(pathOf(slug), {
      method: 'PUT',
      body: JSON.stringify(definition),
      headers: { 'if-match': `"${version}"` },
    });
  }

  /** Makes a board; its slug is made after its title. */
  create(definition: Definition): Promise<Answer<Board>> {
    return ask('/api/v1/boards', { method: 'POST', body: JSON.stringify(definition) });
  }

  /** What a panel with this query would show. */
  preview(query: Query, range: Range, timeZone?: string): Promise<Answer<PanelData>> {
    return ask('/api/v1/preview', { method: 'POST', body: JSON.stringify({ query, range, timeZone }) });
  }
}

function pathOf(slug: string): string {
  return `/api/v1/boards/${encodeURIComponent(slug)}`;
}

async function ask<T>(path: string, { headers, ...request }: RequestInit): Promise<Answer<T>> {
  // AbortSignal.timeout is not in browsers before Chrome 103 and Safari 16.
  const timeout = new AbortController();
  const timer = setTimeout(() => {
    timeout.abort();
  }, TIMEOUT_MS);
  try {
    const response = await fetch(path, {
      ...request,
      headers: { accept: 'application/json', 'content-type': 'application/json', ...(headers as object) },
      signal: timeout.signal,
    });
    if (response.ok) return { value: (await response.json()) as T };
    return { refusal: readProblem(response.status, await response.text()) };
  } catch {
    // Offline, cut off, or no JSON at all: whoever asked can only be told that nothing sensible came back.
    return { refusal: { status: 0, detail: $localize`The server does not answer.`, errors: [] } };
  } finally {
    clearTimeout(timer);
  }
}

function readProblem(status: number, body: string): Refusal {
  const otherwise = { status, detail: $localize`The server answered with status ${status}:status:.`, errors: [] };
  try {
    const { detail, errors } = JSON.parse(body) as { detail?: unknown; errors?: unknown };
    return {
      status,
      detail: typeof detail === 'string' ? detail : otherwise.detail,
      errors: Array.isArray(errors) ? (errors as InputError[]) : [],
    };
  } catch {
    // A proxy's page, not a problem document: the status has to speak.
    return otherwise;
  }
}
