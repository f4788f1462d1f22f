import { finished, type Readable, type Transform } from 'node:stream';
import { promisify } from 'node:util';
// `zlib.` is for zstd, so that a Node without it reaches the message that it is too old.
import zlib, {
  brotliDecompress,
  constants,
  createBrotliDecompress,
  createGunzip,
  createInflate,
  gunzip,
  inflate,
  inflateRaw,
  type ZlibOptions,
} from 'node:zlib';
import { Problem } from '../../common/errors/problem.js';

/** At most 16 MiB, because a frame's window is allocated before its content is checked. */
const ZSTD_WINDOW_LOG = 24;

/** Smaller chunks cost more iterations of the event loop. Larger ones cost more memory and time for the many small bodies. */
const CHUNK_BYTES = 64 * 1024;

type Decompress = (body: Uint8Array, limits: { maxOutputLength: number; chunkSize: number }) => Promise<Buffer>;

interface Encoding {
  /** Decompresses a body that was received completely. */
  readonly whole: Decompress;
  /** Creates a stream that decompresses a body while it is received. */
  readonly stream: () => Transform;
}

const inflateZlib: Decompress = promisify<Uint8Array, ZlibOptions, Buffer>(inflate);
const inflateWithoutHeader: Decompress = promisify<Uint8Array, ZlibOptions, Buffer>(inflateRaw);

const GZIP: Encoding = { whole: promisify<Uint8Array, ZlibOptions, Buffer>(gunzip), stream: createGunzip };
const ZSTD = { params: { [constants.ZSTD_d_windowLogMax]: ZSTD_WINDOW_LOG } };

const ENCODINGS: Readonly<Record<string, Encoding>> = {
  gzip: GZIP,
  'x-gzip': GZIP,
  deflate: {
    // In RFC 9110, `deflate` is the zlib format. Some clients send it without zlib's header (section 8.4.1.2).
    whole: (body, limits) => (hasZlibHeader(body) ? inflateZlib : inflateWithoutHeader)(body, limits),
    stream: createInflate,
  },
  br: { whole: promisify(brotliDecompress), stream: createBrotliDecompress },
  zstd: {
    whole: (body, limits) => promisify(zlib.zstdDecompress)(body, { ...limits, ...ZSTD }),
    stream: () => zlib.createZstdDecompress(ZSTD),
  },
};

/** @throws Problem 415 if the encoding is not supported */
function encodingOf(header: string | undefined): (Encoding & { readonly name: string }) | undefined {
  const name = header?.trim().toLowerCase() ?? '';
  if (name === '' || name === 'identity') return undefined;
  const encoding = Object.hasOwn(ENCODINGS, name) ? ENCODINGS[name] : undefined;
  if (encoding) return { name, ...encoding };
  throw new Problem(415, 'The Content-Encoding must be one of gzip, deflate, br, zstd, or none, and only one.');
}

/**
 * Decompresses a body that was sent with a `Content-Encoding`, in Node's thread pool.
 * @param maxBytes limits the content: a small body may decompress to gigabytes
 * @throws Problem 400 if the body is invalid, 413 if it is too large, 415 if the encoding is not supported
 */
export async function decompress(body: Uint8Array, header: string | undefined, maxBytes: number): Promise<Uint8Array> {
  const encoding = encodingOf(header);
  if (!encoding || body.byteLength === 0) return body;
  try {
    return await encoding.whole(body, { maxOutputLength: maxBytes, chunkSize: Math.min(CHUNK_BYTES, maxBytes) });
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ERR_BUFFER_TOO_LARGE') {
      throw new Problem(413, `The body decompresses to more than ${maxBytes} bytes. Send it in smaller parts.`);
    }
    throw invalidEncoding(encoding.name);
  }
}

/** RFC 1950, section 2.2. */
function hasZlibHeader(body: Uint8Array): boolean {
  const [method = 0, flags = 0] = body;
  return (method & 0x0f) === 8 && (method * 256 + flags) % 31 === 0;
}

/**
 * Decompresses a body while it is received. If the reader stops early, the rest of the body stays unread. The iterable throws a
 * Problem 400 if the body is invalid.
 * @throws Problem 415 if the encoding is not supported
 */
export function decompressStream(body: Readable, header: string | undefined): AsyncIterable<Uint8Array> {
  const encoding = encodingOf(header);
  return encoding
    ? contentOf(body, encoding.stream(), encoding.name)
    : (body.iterator({ destroyOnReturn: false }) as AsyncIterable<Uint8Array>);
}

async function* contentOf(body: Readable, decoder: Transform, name: string): AsyncGenerator<Uint8Array> {
  // A pipe does not report that the client disconnected: the reader would wait without end.
  const stopWatching = finished(body, { writable: false }, (error) => {
    if (error) decoder.destroy(error);
  });
  try {
    yield* body.pipe(decoder) as AsyncIterable<Uint8Array>;
  } catch (error) {
    if (body.errored) throw error;
    throw invalidEncoding(name);
  } finally {
    stopWatching();
    body.unpipe(decoder);
  }
}

function invalidEncoding(name: string): Problem {
  return new Problem(400, `The body is not ${name}, as its Content-Encoding says, or it is cut off.`);
}
