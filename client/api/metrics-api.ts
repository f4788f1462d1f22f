import type { Observable } from 'rxjs';
import type { ApiClient } from '../stream/http/api-client';

/** A series with its last value. */
export interface ListedSeries {
  readonly key: string;
  /** The name in the source system, if the key escapes some of its characters. */
  readonly name?: string;
  readonly value: number;
  readonly at: string;
  readonly unit?: string;
  readonly tags: Readonly<Record<string, string>>;
}

export function listSeries(client: ApiClient): Observable<readonly ListedSeries[]> {
  return client.getItems('/metrics');
}
