import { type Observable, map, retry, shareReplay, startWith, timeout, timer } from 'rxjs';
import type { ClientConfig } from '../../wire/schemas/client-config';
import { type ApiClient, REQUEST_TIMEOUT_MS } from './http/api-client';
import type { LiveEnvironment } from './live-environment';

/** The server's configuration. The values are unchecked, because the server may have another version than this client. */
export type ReceivedConfig = Readonly<Partial<Record<keyof ClientConfig, unknown>>>;

/** The server's settings for live boards, in ms. */
export type LiveSettings = Pick<ClientConfig, 'pollIntervalMs' | 'reconnectDelayMs'>;

/** The defaults of the server. */
export const DEFAULT_SETTINGS: LiveSettings = { pollIntervalMs: 60_000, reconnectDelayMs: 3_000 };

const RETRY_MS = 60_000;

/** GETs the server's configuration. */
export function getConfig(client: ApiClient): Observable<ReceivedConfig> {
  return client.getJson('/config').pipe(map((body) => (body ?? {}) as ReceivedConfig));
}

/** Loads the server's configuration once, and tries again until the server responds. Never errors. */
export function loadConfig(client: ApiClient, environment: LiveEnvironment): Observable<ReceivedConfig> {
  const { scheduler } = environment;
  return getConfig(client).pipe(
    timeout({ first: REQUEST_TIMEOUT_MS, scheduler }),
    retry({ delay: () => timer(RETRY_MS * (0.5 + environment.random() / 2), scheduler) }),
    shareReplay({ bufferSize: 1, refCount: true }),
  );
}

/** Emits the defaults immediately, and the settings in the configuration when it is loaded. */
export function settingsIn(config$: Observable<ReceivedConfig>): Observable<LiveSettings> {
  return config$.pipe(map(readSettings), startWith(DEFAULT_SETTINGS), shareReplay({ bufferSize: 1, refCount: true }));
}

function readSettings(config: ReceivedConfig): LiveSettings {
  return {
    pollIntervalMs: readMs(config.pollIntervalMs, DEFAULT_SETTINGS.pollIntervalMs),
    reconnectDelayMs: readMs(config.reconnectDelayMs, DEFAULT_SETTINGS.reconnectDelayMs),
  };
}

function readMs(value: unknown, fallback: number): number {
  return typeof value === 'number' && Number.isFinite(value) && value > 0 ? value : fallback;
}
