import { DOCUMENT, InjectionToken, inject } from '@angular/core';
import { ApiClient } from '../stream/http/api-client';
import { ServerAddress } from '../stream/http/server-address';

/** The address of the server: by default, the one that this page came from. */
export const SERVER_ADDRESS = new InjectionToken<ServerAddress>('SERVER_ADDRESS', {
  factory: () => ServerAddress.ofPage(inject(DOCUMENT).baseURI),
});

/** Sends requests to the server. */
export const API_CLIENT = new InjectionToken<ApiClient>('API_CLIENT', {
  factory: () => new ApiClient(inject(SERVER_ADDRESS)),
});
