/**
 * - `connecting`: the first attempt to connect
 * - `live`: the server notifies about changes
 * - `reconnecting`: the connection was lost
 * - `polling`: there was no connection for 10 s, but the server answers requests
 * - `offline`: the server does not answer
 */
export type ConnectionState = 'connecting' | 'live' | 'reconnecting' | 'polling' | 'offline';

/** The connection to the server. Times are in ms since 1970. */
export interface ConnectionStatus {
  /** Whether the data is current. */
  state: ConnectionState;
  /** When this state began. */
  since: number;
  /** How changes arrive. */
  transport: 'websocket' | 'polling' | 'none';
  /** When the last response was received, including unchanged ones. */
  lastUpdateAt?: number | undefined;
  /** Identifies the counter of `revision`, which restarts with the server. */
  epoch?: string | undefined;
  /** The revision of the shown board. */
  revision?: number | undefined;
  /** How often all data is loaded, with and without a WebSocket, in ms. */
  pollIntervalMs: number;
  /** The number of invalid messages that were ignored. */
  ignoredMessages?: number | undefined;
}
