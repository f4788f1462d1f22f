/** The WebSocket protocol's fixed numbers. No imports: what the client takes from here must not bring zod along. */

/** Version of the protocol, told in `hello`. */
export const PROTOCOL = 1;

/** Where the gateway listens. */
export const WEBSOCKET_PATH = '/ws/dashboard';

/** A connection may watch this many boards. */
export const MAX_BOARDS = 32;

/** The server's heartbeat: a ping frame and a `heartbeat` event. */
export const HEARTBEAT_MS = 25_000;

/** Without any inbound frame this long after a heartbeat the server gives a connection up. */
export const HEARTBEAT_GRACE_MS = 10_000;

/** The client's default spread after a 1012 without `drain`. */
export const DEFAULT_GRACE_MS = 3_000;

/** Close codes (RFC 6455, section 7.4; 4000-4999 are Boardcast's own). */
export const CloseCode = {
  /** A message over 4 KiB. */
  TooBig: 1009,
  /** The server stops or restarts: come back within `drain.graceMs`. */
  Restart: 1012,
  /** The server has no room: try again later. */
  Overloaded: 1013,
  /** Three frames that are not of the protocol. */
  BadFrames: 4400,
  /** Nothing subscribed within 10 s of opening. */
  NoSubscription: 4408,
  /** More than 10 messages a second. */
  RateLimited: 4429,
  /** Did not read for 15 s: reconnect and refetch. */
  TooSlow: 4430,
} as const;
export type CloseCode = (typeof CloseCode)[keyof typeof CloseCode];
