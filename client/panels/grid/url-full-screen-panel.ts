import { Injectable, computed, inject } from '@angular/core';
import { toSignal } from '@angular/core/rxjs-interop';
import { Router } from '@angular/router';
import { FullScreenPanel } from './full-screen-panel';

/**
 * Keeps the panel that fills the page in the URL: the query parameter `?panel=` names it, so that it can be linked and closed with
 * the Back button.
 */
@Injectable()
export class UrlFullScreenPanel extends FullScreenPanel {
  private readonly router = inject(Router);
  private readonly queryParams = toSignal(this.router.routerState.root.queryParamMap);

  override readonly id = computed(() => this.queryParams()?.get('panel') ?? undefined);

  /** Opening adds an entry to the history. Closing replaces it, so that Back leads to the previous page. */
  override show(id: string | undefined): void {
    void this.router.navigate([], {
      queryParams: { panel: id ?? null },
      queryParamsHandling: 'merge',
      replaceUrl: id === undefined,
    });
  }
}
