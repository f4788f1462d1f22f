import type { Observable } from 'rxjs';
import type { ApiClient } from '../stream/http/api-client';

export interface ListedTable {
  readonly key: string;
  readonly at: string;
  /** The number of rows. */
  readonly rows: number;
}

export function listTables(client: ApiClient): Observable<readonly ListedTable[]> {
  return client.getItems('/tables');
}
