// The entry of the thread that reads the texts of board files. Everything that it imports must run with its types merely erased.
import { type MessagePort, parentPort } from 'node:worker_threads';
import type { InputError } from '../../../wire/problem.js';
import { locateErrors, readText, type TextFormat, TOO_DEEP } from './board-text.js';
import type { Fault } from './fault.js';

/** To read a text, or to find the lines of errors that name paths in it. */
export interface TextRequest {
  readonly text: string;
  readonly format: TextFormat;
  readonly errors?: readonly InputError[] | undefined;
}

export type TextReply = { readonly json: string } | { readonly faults: readonly Fault[] };

const port = parentPort as MessagePort;

port.on('message', ({ text, format, errors }: TextRequest) => {
  port.postMessage(reply(text, format, errors));
});

function reply(text: string, format: TextFormat, errors: readonly InputError[] | undefined): TextReply {
  try {
    if (errors) return { faults: locateErrors(text, errors) };
    const read = readText(text, format);
    return 'json' in read ? read : { faults: [read.fault] };
  } catch (error) {
    return { faults: errors ?? [{ path: '', message: messageOf(error) }] };
  }
}

/** Of aliases there may be too many, and one may lead nowhere (ReferenceError). */
function messageOf(error: unknown): string {
  if (error instanceof RangeError) return TOO_DEEP;
  if (error instanceof TypeError) return 'holds itself: an alias is within the anchor that it names';
  return (error as Error).message;
}
