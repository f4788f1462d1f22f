import { zstdCompressSync, zstdDecompressSync } from 'node:zlib';

/** Below this size, the header of a zstd frame costs more than compression saves. */
const MIN_PACKED_BYTES = 64;

/** The maximum size ratio at which a compressed column is worth decompressing. */
const MAX_PACKED_RATIO = 0.95;

const ZSTD_FLAG = 1;

/**
 * Packs a column: a byte with `head` (0-127) and whether the body is compressed with zstd (RFC 8878), then the body. It is
 * compressed only if that makes it smaller.
 */
export function pack(head: number, body: Uint8Array): Uint8Array {
  const frame = body.length < MIN_PACKED_BYTES ? body : zstdCompressSync(body);
  const isSmaller = frame.length < body.length * MAX_PACKED_RATIO;
  return prependByte(head * 2 + (isSmaller ? ZSTD_FLAG : 0), isSmaller ? frame : body);
}

/** Packs a column whose body cannot be compressed. */
export function packUncompressed(head: number, body: Uint8Array): Uint8Array {
  return prependByte(head * 2, body);
}

function prependByte(first: number, body: Uint8Array): Uint8Array {
  const bytes = new Uint8Array(body.length + 1);
  bytes[0] = first;
  bytes.set(body, 1);
  return bytes;
}

/** Undoes `pack` and `packUncompressed`. */
export function unpack(bytes: Uint8Array): { head: number; body: Uint8Array } {
  const first = bytes[0] ?? 0;
  const content = bytes.subarray(1);
  return { head: first >> 1, body: (first & ZSTD_FLAG) === 0 ? content : zstdDecompressSync(content) };
}
