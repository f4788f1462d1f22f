import type { Readable } from 'node:stream';
import type { BodyShare } from './body-memory-budget.js';
import { Problem } from '../../common/errors/problem.js';

/**
 * Receives a body.
 *
 * @param contentLength the request's header, if it has one
 * @param maxBytes the limit of the body
 * @param share updated with the number of received bytes
 * @throws Problem 413 if the body is too large, 400 if the client disconnects before its end, 503 if there is no memory for it
 */
export function readBody(
  body: Readable,
  contentLength: string | undefined,
  maxBytes: number,
  share: BodyShare,
): Promise<Buffer<ArrayBuffer>> {
  return new Promise((resolve, reject) => {
    const chunks: Uint8Array[] = [];
    let bytes = 0;
    const settle = (act: () => void): void => {
      body.off('data', receive).off('end', end).off('error', fail).off('close', fail);
      act();
    };
    const receive = (chunk: Uint8Array): void => {
      bytes += chunk.byteLength;
      try {
        if (bytes > maxBytes) throw tooLarge();
        share.resize(bytes);
      } catch (error) {
        if (!(error instanceof Problem)) throw error;
        settle(() => {
          reject(error);
        });
        return;
      }
      chunks.push(chunk);
    };
    const end = (): void => {
      settle(() => {
        resolve(Buffer.concat(chunks, bytes));
      });
    };
    const fail = (): void => {
      settle(() => {
        reject(new Problem(400, 'The connection ended before the body did.'));
      });
    };
    if (Number(contentLength ?? 0) > maxBytes) reject(tooLarge());
    else if (body.destroyed) fail();
    else body.on('data', receive).on('end', end).on('error', fail).on('close', fail);
  });
}

function tooLarge(): Problem {
  return new Problem(413, 'The body is too large. Send it in smaller parts.');
}
