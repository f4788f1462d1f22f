import type { Observable } from 'rxjs';
import { getItems } from './api-client';

export interface ListedTable {
  readonly key: string;
  readonly at: string;
  /** The number of rows. */
  readonly rows: number;
}

export function listTables(): Observable<readonly ListedTable[]> {
  return getItems('/tables');
}
