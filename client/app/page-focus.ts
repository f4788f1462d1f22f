import { DOCUMENT, Injector, afterNextRender, inject } from '@angular/core';
import { takeUntilDestroyed } from '@angular/core/rxjs-interop';
import { NavigationEnd, Router } from '@angular/router';
import { filter } from 'rxjs';

/**
 * Moves the focus to the content of each new page (WCAG 2.2, 2.4.3). Navigation removes the focused element, mostly the
 * link that was clicked, and the next Tab would start at the top of the document. The first page is left alone, and so
 * is an element that still has the focus. Call it in an injection context.
 */
export function focusNewPages(): void {
  const document = inject(DOCUMENT);
  const injector = inject(Injector);
  const router = inject(Router);
  const focus = (): void => {
    if (document.activeElement === document.body) document.getElementById('main')?.focus({ preventScroll: true });
  };
  /** Another board is another page. Another range of the same board is not. */
  const currentPage = (): Page => {
    const { component, url = [] } = router.routerState.snapshot.root.firstChild ?? {};
    return { component, path: url.join('/') };
  };
  let previous: Page | undefined;
  router.events
    .pipe(
      filter((event) => event instanceof NavigationEnd),
      takeUntilDestroyed(),
    )
    .subscribe(() => {
      const page = currentPage();
      const isNew = previous !== undefined && (previous.component !== page.component || previous.path !== page.path);
      previous = page;
      if (isNew) afterNextRender({ write: focus }, { injector });
    });
}

interface Page {
  readonly component: unknown;
  readonly path: string;
}
