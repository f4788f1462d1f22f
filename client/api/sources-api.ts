import type { Observable } from 'rxjs';
import { getItems } from './api-client';

export interface ListedSource {
  readonly name: string;
  /** The JSON Schema of the source's queries. */
  readonly query: {
    readonly properties?: Readonly<Record<string, { readonly type?: unknown; readonly description?: unknown }>>;
    readonly required?: readonly string[];
  };
}

export function listSources(): Observable<readonly ListedSource[]> {
  return getItems('/sources');
}
