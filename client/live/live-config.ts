import { Injectable, inject } from '@angular/core';
import { type Observable, filter, map, retry, shareReplay, startWith, timeout, timer } from 'rxjs';
import type { ClientConfig } from '../../wire/schemas/client-config';
import { API_CLIENT, REQUEST_TIMEOUT_MS } from '../api/api-client';
import { type ReceivedConfig, getConfig } from '../api/config-api';
import { LiveEnvironment } from './live-environment';

/** The server's settings for live boards, in ms. */
export type LiveSettings = Pick<ClientConfig, 'pollIntervalMs' | 'reconnectDelayMs'>;

/** The defaults of the server. */
export const DEFAULT_SETTINGS: LiveSettings = { pollIntervalMs: 60_000, reconnectDelayMs: 3_000 };

const RETRY_MS = 60_000;

/** The server's configuration, loaded once per page. Until it is loaded, the defaults apply. */
@Injectable({ providedIn: 'root' })
export class LiveConfig {
  private readonly environment = inject(LiveEnvironment);

  private readonly response$: Observable<ReceivedConfig> = getConfig(inject(API_CLIENT)).pipe(
    timeout({ first: REQUEST_TIMEOUT_MS, scheduler: this.environment.scheduler }),
    retry({ delay: () => timer(RETRY_MS * (0.5 + this.environment.random() / 2), this.environment.scheduler) }),
    shareReplay({ bufferSize: 1, refCount: true }),
  );

  /**
   * The other origins from which panels may embed images and pages. Emits after the server has responded. Never errors.
   */
  readonly embedOrigins$: Observable<readonly string[]> = this.response$.pipe(map(readOrigins));

  /** The server's time zone. Emits after the server has responded. Never errors. */
  readonly timeZone$: Observable<string> = this.response$.pipe(
    map(({ timeZone }) => timeZone),
    filter((timeZone) => typeof timeZone === 'string'),
  );

  /** Emits the defaults immediately, and the server's settings after it has responded. Never errors. */
  readonly settings$: Observable<LiveSettings> = this.response$.pipe(
    map(readSettings),
    startWith(DEFAULT_SETTINGS),
    shareReplay({ bufferSize: 1, refCount: true }),
  );
}

function readSettings(config: ReceivedConfig): LiveSettings {
  return {
    pollIntervalMs: readMs(config.pollIntervalMs, DEFAULT_SETTINGS.pollIntervalMs),
    reconnectDelayMs: readMs(config.reconnectDelayMs, DEFAULT_SETTINGS.reconnectDelayMs),
  };
}

function readOrigins({ embedOrigins }: ReceivedConfig): readonly string[] {
  return Array.isArray(embedOrigins) ? embedOrigins.filter((origin) => typeof origin === 'string') : [];
}

function readMs(value: unknown, fallback: number): number {
  return typeof value === 'number' && Number.isFinite(value) && value > 0 ? value : fallback;
}
