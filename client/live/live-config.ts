import { Injectable, inject } from '@angular/core';
import { type Observable, map, retry, shareReplay, startWith, timeout, timer } from 'rxjs';
import type { ClientConfig } from '../../wire/client-config';
import { getJson } from './get-json';
import { LiveEnvironment } from './live-environment';

/** What the live core needs to know of this server, in milliseconds. */
export type LiveSettings = Pick<ClientConfig, 'pollIntervalMs' | 'reconnectDelayMs'>;

/** What a server does that nobody configured otherwise. */
export const DEFAULT_SETTINGS: LiveSettings = { pollIntervalMs: 60_000, reconnectDelayMs: 3_000 };

const TIMEOUT_MS = 15_000;
const RETRY_MS = 60_000;

/** The server's configuration, asked for once per page. Nothing waits for it: the defaults hold until it is known. */
@Injectable({ providedIn: 'root' })
export class LiveConfig {
  private readonly environment = inject(LiveEnvironment);

  /** Emits at once, and again when the server has answered; never fails. */
  readonly settings$: Observable<LiveSettings> = getJson('/api/v1/config').pipe(
    timeout({ first: TIMEOUT_MS, scheduler: this.environment.scheduler }),
    map(readSettings),
    retry({ delay: () => timer(RETRY_MS * (0.5 + this.environment.random() / 2), this.environment.scheduler) }),
    startWith(DEFAULT_SETTINGS),
    shareReplay({ bufferSize: 1, refCount: true }),
  );
}

function readSettings(body: unknown): LiveSettings {
  const config = (body ?? {}) as Partial<Record<keyof LiveSettings, unknown>>;
  return {
    pollIntervalMs: readMs(config.pollIntervalMs, DEFAULT_SETTINGS.pollIntervalMs),
    reconnectDelayMs: readMs(config.reconnectDelayMs, DEFAULT_SETTINGS.reconnectDelayMs),
  };
}

function readMs(value: unknown, otherwise: number): number {
  return typeof value === 'number' && Number.isFinite(value) && value > 0 ? value : otherwise;
}
