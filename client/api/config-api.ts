import { type Observable, map } from 'rxjs';
import type { ClientConfig } from '../../wire/client-config';
import { getJson } from './api-client';

/** The members are unchecked: another version of the server may have answered. */
export type ReceivedConfig = Readonly<Partial<Record<keyof ClientConfig, unknown>>>;

/** GETs the server's configuration. */
export function getConfig(): Observable<ReceivedConfig> {
  return getJson('/config').pipe(map((body) => (body ?? {}) as ReceivedConfig));
}
