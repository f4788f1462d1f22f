import { InjectionToken } from '@angular/core';

/** Loads the renderer of Markdown when the first text needs it, so that it is a chunk of its own. */
export const MARKDOWN = new InjectionToken<() => Promise<(text: string) => string>>('MARKDOWN', {
  factory: () => () => import('./markdown').then(({ renderMarkdown }) => renderMarkdown),
});
