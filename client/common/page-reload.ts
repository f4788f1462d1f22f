import { DOCUMENT, Injectable, inject } from '@angular/core';

/** Reloads the page. */
@Injectable({ providedIn: 'root' })
export class PageReload {
  private readonly document = inject(DOCUMENT);

  /** Whether a reload has started. The editor then asks for no confirmation, because its draft is restored. */
  isInProgress = false;

  start(): void {
    this.isInProgress = true;
    this.document.location.reload();
  }
}
