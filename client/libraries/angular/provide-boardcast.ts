import { DOCUMENT, type EnvironmentProviders, inject, makeEnvironmentProviders } from '@angular/core';
import { SERVER_ADDRESS } from '../../api/server';
import { ServerAddress } from '../../stream/http/server-address';

/** Options of `provideBoardcast`. */
export interface BoardcastOptions {
  /**
   * The address of the server, like `https://boards.example.com/` or `/boardcast/`; relative addresses start from the page. Default:
   * the base URL of the page. A server with another origin must allow that of the application (`ALLOWED_ORIGINS`).
   */
  readonly url?: string | undefined;
}

/**
 * Sets the server whose boards and panels the application shows. Without it, the server is at the base URL of the page.
 *
 * @param options the server
 * @throws TypeError when the first board is shown, if `url` is not the address of a server
 */
export function provideBoardcast({ url }: BoardcastOptions = {}): EnvironmentProviders {
  const addressOf = ({ baseURI }: Document): ServerAddress =>
    url === undefined ? ServerAddress.ofPage(baseURI) : new ServerAddress(url, baseURI);
  return makeEnvironmentProviders([{ provide: SERVER_ADDRESS, useFactory: () => addressOf(inject(DOCUMENT)) }]);
}
