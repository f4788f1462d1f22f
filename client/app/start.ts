import { LOCALE_ID, mergeApplicationConfig } from '@angular/core';
import { bootstrapApplication } from '@angular/platform-browser';
import { App } from './app';
import { appConfig } from './app.config';

/** Once the texts are there. Plurals follow the language that the page is in. */
export function start({ documentElement }: Document): Promise<unknown> {
  const language = { provide: LOCALE_ID, useValue: documentElement.lang };
  return bootstrapApplication(App, mergeApplicationConfig(appConfig, { providers: [language] }));
}
