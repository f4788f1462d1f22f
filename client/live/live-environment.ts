import { DOCUMENT, InjectionToken, inject } from '@angular/core';
import { SERVER_ADDRESS } from '../api/server';
import { BrowserEnvironment } from '../stream/browser-environment';
import type { LiveEnvironment } from '../stream/live-environment';

/** Time, random numbers and browser APIs for live boards. Tests provide their own. */
export const LIVE_ENVIRONMENT = new InjectionToken<LiveEnvironment>('LIVE_ENVIRONMENT', {
  factory: () => new BrowserEnvironment(inject(DOCUMENT), inject(SERVER_ADDRESS).webSocket),
});
