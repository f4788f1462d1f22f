import { finished, type Readable, type Transform } from 'node:stream';
import { promisify } from 'node:util';
import {
  brotliDecompress,
  constants,
  createBrotliDecompress,
  createGunzip,
  createInflate,
  createZstdDecompress,
  gunzip,
  inflate,
  inflateRaw,
  type ZlibOptions,
  zstdDecompress,
} from 'node:zlib';
import { Problem } from '../../common/errors/problem.js';

/** Frames that want a larger window than 16 MiB would take the memory before a byte of them is known. */
const ZSTD_WINDOW_LOG = 24;

/** Fewer and larger steps: each is a turn of the event loop. */
const CHUNK_BYTES = 256 * 1024;

type Decoder = (body: Uint8Array, limits: { maxOutputLength: number; chunkSize: number }) => Promise<Buffer>;

/** How an encoding is undone: of a body that came whole, and bit by bit. */
interface Encoding {
  readonly whole: Decoder;
  readonly stream: () => Transform;
}

const zlibbed: Decoder = promisify<Uint8Array, ZlibOptions, Buffer>(inflate);
const deflatedRaw: Decoder = promisify<Uint8Array, ZlibOptions, Buffer>(inflateRaw);

const GZIP: Encoding = { whole: promisify<Uint8Array, ZlibOptions, Buffer>(gunzip), stream: createGunzip };
const ZSTD = { params: { [constants.ZSTD_d_windowLogMax]: ZSTD_WINDOW_LOG } };

const ENCODINGS: Readonly<Record<string, Encoding>> = {
  gzip: GZIP,
  'x-gzip': GZIP,
  deflate: {
    // RFC 9110 means zlib's format; some clients send the bare one (section 8.4.1.2).
    whole: (body, limits) => (hasZlibHeader(body) ? zlibbed : deflatedRaw)(body, limits),
    stream: createInflate,
  },
  br: { whole: promisify(brotliDecompress), stream: createBrotliDecompress },
  zstd: {
    whole: (body, limits) => promisify(zstdDecompress)(body, { ...limits, ...ZSTD }),
    stream: () => createZstdDecompress(ZSTD),
  },
};

/** @throws Problem 415 if it is none that is known. */
function encodingOf(header: string | undefined): (Encoding & { readonly name: string }) | undefined {
  const name = header?.trim().toLowerCase() ?? '';
  if (name === '' || name === 'identity') return undefined;
  const encoding = Object.hasOwn(ENCODINGS, name) ? ENCODINGS[name] : undefined;
  if (encoding) return { name, ...encoding };
  throw new Problem(415, 'The Content-Encoding must be one of gzip, deflate, br, zstd, or none, and only one.');
}

/**
 * The content of a body that was sent with a `Content-Encoding`. It is inflated by Node's threads, not on the event loop.
 * @param maxBytes of the content: a small body may inflate to gigabytes.
 * @throws Problem 400 if it is not what it says, 413 if there is more, 415 for encodings that are not known.
 */
export async function decompress(body: Uint8Array, header: string | undefined, maxBytes: number): Promise<Uint8Array> {
  const encoding = encodingOf(header);
  if (!encoding || body.byteLength === 0) return body;
  try {
    return await encoding.whole(body, { maxOutputLength: maxBytes, chunkSize: Math.min(CHUNK_BYTES, maxBytes) });
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ERR_BUFFER_TOO_LARGE') {
      throw new Problem(413, `The body inflates to more than ${maxBytes} bytes: send it in smaller parts.`);
    }
    throw notAsSaid(encoding.name);
  }
}

/** RFC 1950, section 2.2. */
function hasZlibHeader(body: Uint8Array): boolean {
  const [method = 0, flags = 0] = body;
  return (method & 0x0f) === 8 && (method * 256 + flags) % 31 === 0;
}

/**
 * The content of a body that is read bit by bit. If reading stops early, the rest of the body stays unread. It fails with
 * a Problem 400 where the body is not what it says.
 * @throws Problem 415 for encodings that are not known.
 */
export function decompressStream(body: Readable, header: string | undefined): AsyncIterable<Uint8Array> {
  const encoding = encodingOf(header);
  return encoding
    ? contentOf(body, encoding.stream(), encoding.name)
    : (body.iterator({ destroyOnReturn: false }) as AsyncIterable<Uint8Array>);
}

async function* contentOf(body: Readable, decoder: Transform, name: string): AsyncGenerator<Uint8Array> {
  // A pipe does not tell that the sender went away: whoever reads would wait for ever.
  const stopWatching = finished(body, { writable: false }, (error) => {
    if (error) decoder.destroy(error);
  });
  try {
    yield* body.pipe(decoder) as AsyncIterable<Uint8Array>;
  } catch (error) {
    if (body.errored) throw error;
    throw notAsSaid(name);
  } finally {
    stopWatching();
    body.unpipe(decoder);
  }
}

function notAsSaid(name: string): Problem {
  return new Problem(400, `The body is not ${name}, as its Content-Encoding says, or it is cut off.`);
}
