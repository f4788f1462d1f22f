/** Stands for the body of a request without one. */
export const EMPTY_BODY = new Uint8Array();
