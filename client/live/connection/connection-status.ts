export type ConnectionState = 'connecting' | 'live' | 'reconnecting' | 'polling' | 'offline';

/** How the page hangs together with its server, for the pill and its details. Times are milliseconds since 1970. */
export interface ConnectionStatus {
  state: ConnectionState;
  /** When this state began. */
  since: number;
  transport: 'websocket' | 'polling' | 'none';
  /** When the last answer was got, unchanged ones too. */
  lastUpdateAt?: number;
  /** Where the board stands that is shown. */
  epoch?: string;
  revision?: number;
  pollIntervalMs: number;
  /** Frames over the socket that made no sense and were passed over. */
  ignoredFrames?: number;
}
