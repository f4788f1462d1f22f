import { DOCUMENT, Injectable, inject } from '@angular/core';

/** Long enough for any browser to have taken the file; what the URL holds stays in memory until then. */
const KEPT_MS = 60_000;

/** Gives the viewer a file that the page has made. */
@Injectable({ providedIn: 'root' })
export class SaveFile {
  private readonly document = inject(DOCUMENT);

  save(file: Blob, name: string): void {
    const link = this.document.createElement('a');
    link.href = URL.createObjectURL(file);
    link.download = name;
    link.click();
    setTimeout(() => {
      URL.revokeObjectURL(link.href);
    }, KEPT_MS);
  }
}
