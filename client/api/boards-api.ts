import { Injectable } from '@angular/core';
import { type Observable, map } from 'rxjs';
import type { Board, BoardFileError, BoardSummary, Query } from '../../wire/board';
import type { Range } from '../../wire/range';
import type { PanelData } from '../../wire/snapshot';
import { type ApiResult, getJson, send } from './api-client';
import type { Definition } from './board-definition';

export interface BoardList {
  readonly boards: readonly BoardSummary[];
  readonly fileErrors: readonly BoardFileError[];
}

/** The boards' definitions. */
@Injectable({ providedIn: 'root' })
export class BoardsApi {
  list(): Observable<BoardList> {
    return getJson('/boards').pipe(map(readList));
  }

  get(slug: string): Promise<ApiResult<Board>> {
    return send('GET', boardPath(slug), { cache: 'no-store' });
  }

  /** Replaces the board if it still has this version; otherwise the error's status is 412. */
  replace(slug: string, version: number, definition: Definition): Promise<ApiResult<Board>> {
    return send('PUT', boardPath(slug), { body: definition, ifVersion: version });
  }

  /** Creates a board. Its slug is made from its title. */
  create(definition: Definition): Promise<ApiResult<Board>> {
    return send('POST', '/boards', { body: definition });
  }

  /** Deletes the board if it still has this version, even if the page is closed meanwhile. */
  delete(slug: string, version: number): Promise<ApiResult<void>> {
    return send('DELETE', boardPath(slug), { ifVersion: version, keepalive: true });
  }

  /** Answers what a panel with this query would show. */
  preview(query: Query, range: Range, timeZone?: string): Promise<ApiResult<PanelData>> {
    return send('POST', '/preview', { body: { query, range, timeZone } });
  }
}

/** The board's path in the API. */
export function boardPath(slug: string): string {
  return `/boards/${encodeURIComponent(slug)}`;
}

function readList(body: unknown): BoardList {
  const { items, fileErrors } = (body ?? {}) as { items?: unknown; fileErrors?: unknown };
  if (!Array.isArray(items)) {
    throw new TypeError('The answer is not a list.');
  }
  return {
    boards: items as BoardSummary[],
    fileErrors: Array.isArray(fileErrors) ? (fileErrors as BoardFileError[]) : [],
  };
}
