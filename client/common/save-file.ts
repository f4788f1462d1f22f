import { DOCUMENT, Injectable, inject } from '@angular/core';

/** Every browser has read the file by then. Until the URL is revoked, the file stays in memory. */
const REVOKE_AFTER_MS = 60_000;

/** Offers a generated file as a download. */
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
    }, REVOKE_AFTER_MS);
  }
}
