import type { MessageId, ServerEvent, ServerMessage } from '../../../wire/messages';

type Fields = Readonly<Record<string, unknown>>;

const isText = (value: unknown): value is string => typeof value === 'string';
const isCount = (value: unknown): value is number => Number.isSafeInteger(value) && (value as number) >= 0;
const isPosition = ({ board, epoch, revision }: Fields): boolean => isText(board) && isText(epoch) && isCount(revision);
const isAnything = (): boolean => true;

const CHECKS: Readonly<Record<ServerEvent, (data: Fields) => boolean>> = {
  hello: ({ epoch }) => isText(epoch),
  subscribed: isPosition,
  changed: (data) => isPosition(data) && isCount(data.spreadMs),
  gone: ({ board }) => isText(board),
  denied: ({ board, status }) => isText(board) && isCount(status),
  heartbeat: isAnything,
  pong: isAnything,
  error: ({ id }) => id === undefined || isMessageId(id),
  drain: ({ graceMs }) => isCount(graceMs),
};

/** Reads a frame from the server: undefined if it makes no sense here, be it broken or of a newer server. */
export function readServerMessage(frame: unknown): ServerMessage | undefined {
  const message = isText(frame) ? parse(frame) : undefined;
  if (!isFields(message) || !isText(message.event) || !Object.hasOwn(CHECKS, message.event)) {
    return undefined;
  }
  const data = message.data ?? {};
  return isFields(data) && CHECKS[message.event as ServerEvent](data)
    ? ({ event: message.event, data } as ServerMessage)
    : undefined;
}

function isMessageId(value: unknown): value is MessageId {
  return isText(value) || typeof value === 'number';
}

function isFields(value: unknown): value is Fields {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

function parse(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}
