import { InjectionToken } from '@angular/core';

/** Loads the Markdown renderer when the first text needs it, so that it is in a chunk of its own. */
export const MARKDOWN = new InjectionToken<() => Promise<(text: string) => string>>('MARKDOWN', {
  factory: () => () => import('./markdown').then(({ renderMarkdown }) => renderMarkdown),
});
