import { z } from 'zod';
import { MAX_ID_LENGTH } from '../limits.js';

const id = z.union([z.string().max(MAX_ID_LENGTH), z.number()]).optional();

/** The messages that clients send over the WebSocket, as `{ event, data }`. */
export const clientMessageSchemas = {
  subscribe: z.object({ id, board: z.string().min(1).max(MAX_ID_LENGTH) }),
  unsubscribe: z.object({ board: z.string().min(1).max(MAX_ID_LENGTH) }),
  ping: z.object({}).optional(),
} as const;
export type ClientEvent = keyof typeof clientMessageSchemas;
export type ClientData<E extends ClientEvent> = z.infer<(typeof clientMessageSchemas)[E]>;

export type MessageId = z.infer<typeof id>;

export type ErrorCode = 'bad_frame' | 'unknown_event' | 'too_many_boards' | 'rate_limited';

/** The data of the messages that the server sends, by event. */
export interface ServerMessages {
  hello: { protocol: number; epoch: string; heartbeatMs: number; maxBoards: number };
  subscribed: { id?: MessageId; board: string; epoch: string; revision: number };
  /** The board has a new revision. Clients refetch it after a random delay of at most `spreadMs`. */
  changed: { board: string; epoch: string; revision: number; spreadMs: number };
  gone: { board: string; reason: 'deleted' };
  denied: { id?: MessageId; board: string; status: number };
  heartbeat: Record<string, never>;
  pong: Record<string, never>;
  error: { id?: MessageId; code: ErrorCode; message: string };
  /** The server is stopping. Clients reconnect after a random delay of at most `graceMs`. */
  drain: { graceMs: number };
}
export type ServerEvent = keyof ServerMessages;
export type ServerMessage = { [E in ServerEvent]: { event: E; data: ServerMessages[E] } }[ServerEvent];
