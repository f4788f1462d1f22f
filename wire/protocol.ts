/** Constants of the WebSocket protocol. This file has no imports, so that clients can use it without zod. */

/** The version of the protocol, sent in `hello`. */
export const PROTOCOL = 1;

/** The path of the gateway. */
export const WEBSOCKET_PATH = '/ws/dashboard';

/** The maximum number of subscriptions per connection. */
export const MAX_BOARDS = 32;

/** The interval of the server's heartbeat: a ping frame and a `heartbeat` event. */
export const HEARTBEAT_MS = 25_000;

/** The server terminates a connection that receives nothing for this long after a heartbeat. */
export const HEARTBEAT_GRACE_MS = 10_000;

/** The client's default of `graceMs` after a close with 1012 without `drain`. */
export const DEFAULT_GRACE_MS = 3_000;

/** Close codes (RFC 6455, section 7.4; 4000-4999 are defined by Boardcast). */
export const CloseCode = {
  /** A message has more than 4 KiB. */
  TooBig: 1009,
  /** The server stops or restarts: reconnect within `drain.graceMs`. */
  Restart: 1012,
  /** The server has too many connections: reconnect later. */
  Overloaded: 1013,
  /** The client sent three invalid messages. */
  BadFrames: 4400,
  /** The client has no subscription 10 s after connecting. */
  NoSubscription: 4408,
  /** The client sends more than 10 messages per second. */
  RateLimited: 4429,
  /** The client did not read for 15 s: reconnect and refetch. */
  TooSlow: 4430,
} as const;
export type CloseCode = (typeof CloseCode)[keyof typeof CloseCode];
