// The entry point of the thread that parses board files. It and its imports must run with type stripping alone.
import { type MessagePort, parentPort } from 'node:worker_threads';
import type { InputError } from '../../../wire/schemas/problem-schema.js';
import { locateErrors, parseBoardText, type TextFormat, TOO_DEEP } from './board-text.js';

/** A request to parse a text or, with `errors`, to find the lines of these errors. */
export interface TextRequest {
  readonly text: string;
  readonly format: TextFormat;
  readonly errors?: readonly InputError[] | undefined;
}

export type TextReply = { readonly json: string } | { readonly errors: readonly InputError[] };

const port = parentPort as MessagePort;

port.on('message', ({ text, format, errors }: TextRequest) => {
  port.postMessage(reply(text, format, errors));
});

function reply(text: string, format: TextFormat, errors: readonly InputError[] | undefined): TextReply {
  try {
    if (errors) return { errors: locateErrors(text, errors) };
    const read = parseBoardText(text, format);
    return 'json' in read ? read : { errors: [read.error] };
  } catch (error) {
    return { errors: errors ?? [{ path: '', message: messageOf(error) }] };
  }
}

/** Returns the library's message for too many or unresolved aliases (ReferenceError), or one of our own. */
function messageOf(error: unknown): string {
  if (error instanceof RangeError) return TOO_DEEP;
  if (error instanceof TypeError) return 'contains itself: an alias is within the anchor that it refers to';
  return (error as Error).message;
}
