import { DOCUMENT, Injectable, inject } from '@angular/core';

/** Takes the page anew, by its own or its reader's wish. */
@Injectable({ providedIn: 'root' })
export class PageReload {
  private readonly document = inject(DOCUMENT);

  /** Whether that is under way: nobody leaves then, and what this tab keeps is there again after it. */
  isUnderWay = false;

  start(): void {
    this.isUnderWay = true;
    this.document.location.reload();
  }
}
