/** The body of a request that has none. */
export const NOTHING = new Uint8Array();
