import type { ApplicationConfig } from '@angular/core';
import { provideBrowserGlobalErrorListeners } from '@angular/core';
import {
  provideRouter,
  withComponentInputBinding,
  withNavigationErrorHandler,
  withRouterConfig,
} from '@angular/router';
import { routes } from './app.routes';
import { provideOverlayLandmark } from '../ui/overlay/overlay-landmark';

export const appConfig: ApplicationConfig = {
  providers: [
    provideBrowserGlobalErrorListeners(),
    provideRouter(
      routes,
      withComponentInputBinding(),
      // The router keeps what fails to itself; client/assets/older-browsers.js tells of pages that could not be loaded.
      withNavigationErrorHandler(({ error }) => {
        reportError(error);
      }),
      // Whoever goes back and then stays after all is where he was in the browser's history, too.
      withRouterConfig({ canceledNavigationResolution: 'computed' }),
    ),
    provideOverlayLandmark(),
  ],
};
