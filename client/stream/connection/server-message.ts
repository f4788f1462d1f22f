import { isObject } from '../../../wire/is-object';
import type { MessageId, ServerEvent, ServerMessage } from '../../../wire/schemas/messages';

type Fields = Readonly<Record<string, unknown>>;

const isText = (value: unknown): value is string => typeof value === 'string';
const isCount = (value: unknown): value is number => Number.isSafeInteger(value) && (value as number) >= 0;
const isPosition = ({ board, epoch, revision }: Fields): boolean => isText(board) && isText(epoch) && isCount(revision);
const always = (): boolean => true;

const CHECKS: Readonly<Record<ServerEvent, (data: Fields) => boolean>> = {
  hello: ({ epoch }) => isText(epoch),
  subscribed: isPosition,
  changed: (data) => isPosition(data) && isCount(data.spreadMs),
  gone: ({ board }) => isText(board),
  denied: ({ board, status }) => isText(board) && isCount(status),
  heartbeat: always,
  pong: always,
  error: ({ id }) => id === undefined || isMessageId(id),
  drain: ({ graceMs }) => isCount(graceMs),
};

/** Reads a message from the server. Returns undefined if it is invalid, or if its event is unknown to this version. */
export function readServerMessage(data: unknown): ServerMessage | undefined {
  const message = isText(data) ? parse(data) : undefined;
  if (!isObject(message) || !isText(message.event) || !Object.hasOwn(CHECKS, message.event)) {
    return undefined;
  }
  const fields = message.data ?? {};
  return isObject(fields) && CHECKS[message.event as ServerEvent](fields)
    ? ({ event: message.event, data: fields } as ServerMessage)
    : undefined;
}

function isMessageId(value: unknown): value is MessageId {
  return isText(value) || typeof value === 'number';
}

function parse(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}
