import type { ApplicationConfig } from '@angular/core';
import { provideBrowserGlobalErrorListeners } from '@angular/core';
import { provideRouter, withComponentInputBinding, withRouterConfig } from '@angular/router';
import { routes } from '../boards/routes';
import { provideOverlayLandmark } from '../ui/overlay-landmark';

export const appConfig: ApplicationConfig = {
  providers: [
    provideBrowserGlobalErrorListeners(),
    provideRouter(
      routes,
      withComponentInputBinding(),
      // Whoever goes back and then stays after all is where he was in the browser's history, too.
      withRouterConfig({ canceledNavigationResolution: 'computed' }),
    ),
    provideOverlayLandmark(),
  ],
};
