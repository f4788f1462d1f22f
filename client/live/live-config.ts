import { Injectable, inject } from '@angular/core';
import { type Observable, filter, map, retry, shareReplay, startWith, timeout, timer } from 'rxjs';
import type { ClientConfig } from '../../wire/client-config';
import { type ReceivedConfig, getConfig } from '../api/config-api';
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

  private readonly answer$: Observable<ReceivedConfig> = getConfig().pipe(
    timeout({ first: TIMEOUT_MS, scheduler: this.environment.scheduler }),
    retry({ delay: () => timer(RETRY_MS * (0.5 + this.environment.random() / 2), this.environment.scheduler) }),
    shareReplay({ bufferSize: 1, refCount: true }),
  );

  /** The other origins that panels may show images and pages from, once the server has answered; never fails. */
  readonly embedOrigins$: Observable<readonly string[]> = this.answer$.pipe(map(readOrigins));

  /** The server's time zone, once it has answered; never fails. */
  readonly timeZone$: Observable<string> = this.answer$.pipe(
    map(({ timeZone }) => timeZone),
    filter((timeZone) => typeof timeZone === 'string'),
  );

  /** Emits at once, and again when the server has answered; never fails. */
  readonly settings$: Observable<LiveSettings> = this.answer$.pipe(
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

function readMs(value: unknown, otherwise: number): number {
  return typeof value === 'number' && Number.isFinite(value) && value > 0 ? value : otherwise;
}
