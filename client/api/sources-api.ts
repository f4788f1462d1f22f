import type { Observable } from 'rxjs';
import type { ApiClient } from '../stream/http/api-client';

export interface ListedSource {
  readonly name: string;
  /** The JSON Schema of the source's queries. */
  readonly query: {
    readonly properties?: Readonly<Record<string, { readonly type?: unknown; readonly description?: unknown }>>;
    readonly required?: readonly string[];
  };
}

export function listSources(client: ApiClient): Observable<readonly ListedSource[]> {
  return client.getItems('/sources');
}
