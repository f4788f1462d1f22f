import { Injectable, inject } from '@angular/core';
import { type Observable, filter, map } from 'rxjs';
import { API_CLIENT } from '../api/server';
import { type LiveSettings, type ReceivedConfig, loadConfig, settingsIn } from '../stream/live-settings';
import { LIVE_ENVIRONMENT } from './live-environment';

/** The server's configuration, loaded once per page. Until it is loaded, the defaults apply. */
@Injectable({ providedIn: 'root' })
export class LiveConfig {
  private readonly response$ = loadConfig(inject(API_CLIENT), inject(LIVE_ENVIRONMENT));

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
  readonly settings$: Observable<LiveSettings> = settingsIn(this.response$);
}

function readOrigins({ embedOrigins }: ReceivedConfig): readonly string[] {
  return Array.isArray(embedOrigins) ? embedOrigins.filter((origin) => typeof origin === 'string') : [];
}
