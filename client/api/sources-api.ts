import type { Observable } from 'rxjs';
import { getItems } from './api-client';

export interface ListedSource {
  readonly name: string;
  /** JSON Schema of its queries. */
  readonly query: {
    readonly properties?: Readonly<Record<string, { readonly type?: unknown; readonly description?: unknown }>>;
    readonly required?: readonly string[];
  };
}

export function listSources(): Observable<readonly ListedSource[]> {
  return getItems('/sources');
}
