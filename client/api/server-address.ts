import { DOCUMENT, InjectionToken, inject } from '@angular/core';
import { WEBSOCKET_PATH } from '../../wire/protocol';

/** The address of a Boardcast server, which may be below a path: `https://example.com/boardcast/`. */
export class ServerAddress {
  /** The address without a slash at the end. */
  readonly base: string;

  /**
   * @param address an absolute address. Its query and fragment are ignored, and so is a file name: like a page's base URL, it ends
   * with its last slash.
   */
  constructor(address: string) {
    this.base = new URL('.', address).href.slice(0, -1);
  }

  /** Returns the address of an API resource: `api('/boards')` is `https://example.com/boardcast/api/v1/boards`. */
  api(path: string): string {
    return `${this.base}/api/v1${path}`;
  }

  /** The address of the WebSocket. */
  get webSocket(): string {
    return this.base.replace(/^http/, 'ws') + WEBSOCKET_PATH;
  }

  /** Returns the path of a page, as it is shown to users: `pagePath('/boards')` is `/boardcast/boards`. */
  pagePath(path: string): string {
    return new URL(this.base + path).pathname;
  }
}

/** The address of the server of this page: its base URL, which the server writes into the page. */
export const SERVER_ADDRESS = new InjectionToken<ServerAddress>('SERVER_ADDRESS', {
  factory: () => new ServerAddress(inject(DOCUMENT).baseURI),
});
