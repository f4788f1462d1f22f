import type { ApplicationConfig } from '@angular/core';
import { provideBrowserGlobalErrorListeners } from '@angular/core';
import {
  provideRouter,
  withComponentInputBinding,
  withNavigationErrorHandler,
  withRouterConfig,
} from '@angular/router';
import { routes } from './app.routes';

export const appConfig: ApplicationConfig = {
  providers: [
    provideBrowserGlobalErrorListeners(),
    provideRouter(
      routes,
      withComponentInputBinding(),
      // The router does not report errors. client/assets/older-browsers.js shows a message if a page cannot be loaded.
      withNavigationErrorHandler(({ error }) => {
        reportError(error);
      }),
      // If the user goes back and then cancels the navigation, the position in the browser's history is restored.
      withRouterConfig({ canceledNavigationResolution: 'computed' }),
    ),
  ],
};
