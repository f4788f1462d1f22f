import { DOCUMENT, Injectable, inject } from '@angular/core';
import { toSignal } from '@angular/core/rxjs-interop';
import { SERVER_ADDRESS } from '../../api/server';
import { LiveConfig } from '../../live/live-config';
import { checkEmbedAddress, type EmbedAddress } from './embed-address';

/** Checks which external images and pages this server allows in panels. */
@Injectable({ providedIn: 'root' })
export class EmbedRules {
  private readonly base = `${inject(SERVER_ADDRESS).base}/`;
  private readonly page = inject(DOCUMENT).location.origin;
  private readonly origins = toSignal(inject(LiveConfig).embedOrigins$);

  check(address: string | undefined, content: 'image' | 'page'): EmbedAddress {
    return checkEmbedAddress(address, this.base, this.origins(), content, this.page);
  }
}
