import { LOCALE_ID, mergeApplicationConfig } from '@angular/core';
import { bootstrapApplication } from '@angular/platform-browser';
import { App } from './app';
import { appConfig } from './app.config';

/** Bootstraps the application. Call it after the translations are loaded. `LOCALE_ID` selects the plural rules. */
export function start({ documentElement }: Document): Promise<unknown> {
  const language = { provide: LOCALE_ID, useValue: documentElement.lang };
  return bootstrapApplication(App, mergeApplicationConfig(appConfig, { providers: [language] }));
}
