import { Injectable, inject } from '@angular/core';
import { type Observable, map } from 'rxjs';
import type { Board, BoardFileError, BoardSummary, Query } from '../../wire/schemas/board';
import type { Range } from '../../wire/range';
import type { PanelData } from '../../wire/schemas/snapshot';
import { API_CLIENT } from './server';
import { boardPath } from '../stream/http/api-client';
import type { ApiResult } from '../stream/http/api-client';
import type { BoardDefinition } from './board-definition';

export interface BoardList {
  readonly boards: readonly BoardSummary[];
  readonly fileErrors: readonly BoardFileError[];
}

/** Reads and writes the boards' definitions. */
@Injectable({ providedIn: 'root' })
export class BoardsApi {
  private readonly client = inject(API_CLIENT);

  list(): Observable<BoardList> {
    return this.client.getJson('/boards').pipe(map(readList));
  }

  get(slug: string): Promise<ApiResult<Board>> {
    return this.client.send('GET', boardPath(slug), { cache: 'no-store' });
  }

  /** Replaces the board if it still has this version. Otherwise the error has status 412. */
  replace(slug: string, version: number, definition: BoardDefinition): Promise<ApiResult<Board>> {
    return this.client.send('PUT', boardPath(slug), { body: definition, ifVersion: version });
  }

  /** Creates a board. The server derives the slug from the title if there is none. */
  create(definition: BoardDefinition): Promise<ApiResult<Board>> {
    return this.client.send('POST', '/boards', { body: definition });
  }

  /** Deletes the board if it still has this version. The request continues if the page is closed. */
  delete(slug: string, version: number): Promise<ApiResult<void>> {
    return this.client.send('DELETE', boardPath(slug), { ifVersion: version, keepalive: true });
  }

  /** Returns the data of a panel with this query. */
  preview(query: Query, range: Range, timeZone?: string): Promise<ApiResult<PanelData>> {
    return this.client.send('POST', '/preview', { body: { query, range, timeZone } });
  }
}

function readList(body: unknown): BoardList {
  const { items, fileErrors } = (body ?? {}) as { items?: unknown; fileErrors?: unknown };
  if (!Array.isArray(items)) {
    throw new TypeError('The response is not a list of boards.');
  }
  return {
    boards: items as BoardSummary[],
    fileErrors: Array.isArray(fileErrors) ? (fileErrors as BoardFileError[]) : [],
  };
}
