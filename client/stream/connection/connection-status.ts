export type ConnectionState = 'connecting' | 'live' | 'reconnecting' | 'polling' | 'offline';

/** The state of the connection to the server, shown in the connection badge. Times are in ms since 1970. */
export interface ConnectionStatus {
  state: ConnectionState;
  /** When this state began. */
  since: number;
  transport: 'websocket' | 'polling' | 'none';
  /** When the last response was received, including unchanged ones. */
  lastUpdateAt?: number;
  /** The position of the shown board. */
  epoch?: string;
  revision?: number;
  pollIntervalMs: number;
  /** The number of invalid messages that were ignored. */
  ignoredMessages?: number;
}
