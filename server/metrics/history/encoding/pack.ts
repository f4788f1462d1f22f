import { zstdCompressSync, zstdDecompressSync } from 'node:zlib';

/** Below it a frame of zstd costs more than it saves. */
const MIN_PACKED_BYTES = 64;

/** A packed column must be this much smaller to be worth unpacking. */
const WORTH_PACKING = 0.95;

const ZSTD = 1;

/**
 * A column's body behind a byte that says what it is: `head` (0-127) and whether zstd (RFC 8878) made the body smaller.
 */
export function pack(head: number, body: Uint8Array): Uint8Array {
  const frame = body.length < MIN_PACKED_BYTES ? body : zstdCompressSync(body);
  const smaller = frame.length < body.length * WORTH_PACKING;
  return prependByte(head * 2 + (smaller ? ZSTD : 0), smaller ? frame : body);
}

/** The same for a body that nothing makes smaller. */
export function packUncompressed(head: number, body: Uint8Array): Uint8Array {
  return prependByte(head * 2, body);
}

function prependByte(first: number, body: Uint8Array): Uint8Array {
  const bytes = new Uint8Array(body.length + 1);
  bytes[0] = first;
  bytes.set(body, 1);
  return bytes;
}

export function unpack(bytes: Uint8Array): { head: number; body: Uint8Array } {
  const first = bytes[0] ?? 0;
  const content = bytes.subarray(1);
  return { head: first >> 1, body: (first & ZSTD) === 0 ? content : zstdDecompressSync(content) };
}
