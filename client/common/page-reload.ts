import { DOCUMENT, Injectable, inject } from '@angular/core';

/** Reloads the page. */
@Injectable({ providedIn: 'root' })
export class PageReload {
  private readonly document = inject(DOCUMENT);

  /** Whether a reload has started. The editor then asks for no confirmation, because its draft is restored. */
  isUnderWay = false;

  start(): void {
    this.isUnderWay = true;
    this.document.location.reload();
  }
}
