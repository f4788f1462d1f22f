import { Readable } from 'node:stream';
import { buffer } from 'node:stream/consumers';
import { describe, expect, it } from '@jest/globals';
import { brotliCompressSync, deflateRawSync, deflateSync, gzipSync, zstdCompressSync } from 'node:zlib';
import fc from 'fast-check';
import { decompress, decompressStream } from './decompress.js';
import { Problem } from '../../common/errors/problem.js';
import { runs } from '../../../test/support/jest/property-runs.js';

const ENCODERS = {
  gzip: gzipSync,
  'x-gzip': gzipSync,
  deflate: deflateSync,
  br: brotliCompressSync,
  zstd: zstdCompressSync,
} as const;
const NAMES = Object.keys(ENCODERS) as (keyof typeof ENCODERS)[];
const CONTENT = Buffer.from('[{"key":"a","value":1}]');

describe('decompress', () => {
  it.each(NAMES)('reads %s', async (name) => {
    expect(Buffer.from(await decompress(ENCODERS[name](CONTENT), ` ${name.toUpperCase()} `, 100))).toEqual(CONTENT);
  });

  it('reads deflate without the header of zlib, as some clients send it', async () => {
    expect(Buffer.from(await decompress(deflateRawSync(CONTENT), 'deflate', 100))).toEqual(CONTENT);
  });

  it.each([undefined, '', 'identity'])('returns a body with the encoding %j unchanged', async (name) => {
    expect(await decompress(CONTENT, name, 1)).toBe(CONTENT);
  });

  it('returns an empty body unchanged', async () => {
    expect(await decompress(Buffer.alloc(0), 'gzip', 100)).toHaveLength(0);
  });

  it.each(NAMES)('rejects a %s bomb, to the byte', async (name) => {
    const bomb = ENCODERS[name](Buffer.alloc(100_000));
    expect(await decompress(bomb, name, 100_000)).toHaveLength(100_000);
    await expect(decompress(bomb, name, 99_999)).rejects.toMatchObject({ status: 413, detail: /99999 bytes/ });
  });

  it.each(['snappy', 'gzip, gzip', 'constructor', 'nonsense'])('answers 415 to %s', async (name) => {
    await expect(decompress(CONTENT, name, 100)).rejects.toMatchObject({ status: 415 });
  });

  it('fails only with a Problem, whatever is sent', async () => {
    const damaged = fc
      .tuple(fc.constantFrom(...NAMES), fc.uint8Array({ maxLength: 50 }), fc.nat(80), fc.nat(255))
      .map(([name, content, position, byte]) => {
        const body = ENCODERS[name](content);
        body[position % body.length] = byte;
        return { name, body: body.subarray(0, position) };
      });
    await fc.assert(
      fc.asyncProperty(damaged, async ({ name, body }) => {
        const result = await decompress(body, name, 1_000).catch((error: unknown) => error);
        if (result instanceof Uint8Array) return;
        expect(result).toBeInstanceOf(Problem);
        expect([400, 413]).toContain((result as Problem).getStatus());
      }),
      runs(300),
    );
  });
});

describe('decompressStream', () => {
  const streamed = NAMES.filter((name) => name !== 'x-gzip');

  it.each(streamed)('decompresses %s in chunks', async (name) => {
    const bytes = Array.from(ENCODERS[name](CONTENT), (byte) => Uint8Array.of(byte));
    expect(await buffer(decompressStream(Readable.from(bytes), name))).toEqual(CONTENT);
  });

  it.each(streamed)('answers 400 to a body that is not %s or is truncated', async (name) => {
    for (const body of [Buffer.from('{"type":"boardcast"}'), ENCODERS[name](CONTENT).subarray(0, -3)]) {
      await expect(buffer(decompressStream(Readable.from([body]), name))).rejects.toMatchObject({
        status: 400,
        detail: expect.stringMatching(name),
      });
    }
  });

  it.each(streamed)('ends for %s when the client disconnects', async (name) => {
    const body = new Readable({ read: () => undefined });
    body.push(ENCODERS[name](CONTENT).subarray(0, 5));
    const reading = buffer(decompressStream(body, name));
    setImmediate(() => body.destroy(new Error('aborted')));
    await expect(reading).rejects.toThrow('aborted');
  });
});
