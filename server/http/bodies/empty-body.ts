/** The body of a request that has none. */
export const EMPTY_BODY = new Uint8Array();
