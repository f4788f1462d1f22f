import { type Observable, map } from 'rxjs';
import type { ClientConfig } from '../../wire/schemas/client-config';
import type { ApiClient } from './api-client';

/** The server's configuration. The values are unchecked, because the server may have another version than the page. */
export type ReceivedConfig = Readonly<Partial<Record<keyof ClientConfig, unknown>>>;

/** GETs the server's configuration. */
export function getConfig(client: ApiClient): Observable<ReceivedConfig> {
  return client.getJson('/config').pipe(map((body) => (body ?? {}) as ReceivedConfig));
}
