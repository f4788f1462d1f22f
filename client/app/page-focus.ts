import { DOCUMENT, Injector, afterNextRender, inject } from '@angular/core';
import { takeUntilDestroyed } from '@angular/core/rxjs-interop';
import { NavigationEnd, Router } from '@angular/router';
import { filter } from 'rxjs';

/**
 * A page that takes another one's place takes away what had the focus, mostly the link or button that led there, and the
 * next Tab would begin above everything: the new page's content takes the focus instead (WCAG 2.2, 2.4.3). The page that
 * is opened first is left alone, and so is a focus that is somewhere. Call it in an injection context.
 */
export function focusNewPages(): void {
  const document = inject(DOCUMENT);
  const injector = inject(Injector);
  const router = inject(Router);
  const focus = (): void => {
    if (document.activeElement === document.body) document.getElementById('main')?.focus({ preventScroll: true });
  };
  /** Another board is another page; another range of one is not. */
  const shown = (): Page => {
    const { component, url = [] } = router.routerState.snapshot.root.firstChild ?? {};
    return { component, path: url.join('/') };
  };
  let before: Page | undefined;
  router.events
    .pipe(
      filter((event) => event instanceof NavigationEnd),
      takeUntilDestroyed(),
    )
    .subscribe(() => {
      const page = shown();
      const isNew = before !== undefined && (before.component !== page.component || before.path !== page.path);
      before = page;
      if (isNew) afterNextRender({ write: focus }, { injector });
    });
}

interface Page {
  readonly component: unknown;
  readonly path: string;
}
