import { parseUrl } from './parse-url';
import { WEBSOCKET_PATH } from '../../../wire/protocol';

/** The address of a Boardcast server, which may be below a path: `https://example.com/boardcast/`. */
export class ServerAddress {
  /** The address without a slash at the end. */
  readonly base: string;

  /**
   * @param address an address below which the server is, with or without slashes at the end
   * @param page the base URL of the page, which a relative address starts from
   * @throws TypeError if it is not the address of a server
   */
  constructor(address: string, page?: string) {
    const url = parseUrl(address, page);
    if (url === undefined || !/^https?:$/.test(url.protocol)) {
      throw new TypeError(
        `'${address}' is not the address of a server. Write it like 'https://boards.example.com/' or ` +
          `'https://example.com/boardcast/'.`,
      );
    }
    this.base = (url.origin + url.pathname).replace(/\/+$/, '');
  }

  /**
   * Returns the address of the server that a page came from. The server writes its address into the page as the base URL.
   *
   * @param baseUrl the base URL of the page; a file name at its end is ignored
   */
  static ofPage(baseUrl: string): ServerAddress {
    return new ServerAddress('.', baseUrl);
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
