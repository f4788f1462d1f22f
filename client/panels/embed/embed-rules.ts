import { DOCUMENT, Injectable, inject } from '@angular/core';
import { toSignal } from '@angular/core/rxjs-interop';
import { LiveConfig } from '../../live/live-config';
import { checkEmbedAddress, type EmbedAddress } from './embed-address';

/** What panels may show from elsewhere, by this server's word. */
@Injectable({ providedIn: 'root' })
export class EmbedRules {
  private readonly base = inject(DOCUMENT).baseURI;
  private readonly origins = toSignal(inject(LiveConfig).embedOrigins$);

  judge(address: string | undefined, what: 'image' | 'page'): EmbedAddress {
    return checkEmbedAddress(address, this.base, this.origins(), what);
  }
}
