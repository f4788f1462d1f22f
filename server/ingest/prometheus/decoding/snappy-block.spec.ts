import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import snappy from 'snappyjs';
import { JobError } from '../../../common/errors/job-error.js';
import { decompressSnappy } from './snappy-block.js';
import { runs } from '../../../../test/support/jest/property-runs.js';

const MAX = 1_000_000;

function statusOf(body: Uint8Array): number {
  try {
    decompressSnappy(body, MAX);
  } catch (error) {
    if (error instanceof JobError) return error.status;
    throw error;
  }
  return 200;
}

describe('fromSnappy', () => {
  it('decompresses compressed data', () => {
    // Small alphabets cause repetitions. Long texts cause long literals and distances.
    const contents = fc.oneof(
      fc.uint8Array({ maxLength: 300 }),
      fc.uint8Array({ max: 3, maxLength: 5_000 }),
      fc.uint8Array({ minLength: 60, maxLength: 70_000, size: 'max' }),
      fc.nat(100_000).map((size) => new Uint8Array(size).fill(7)),
    );
    fc.assert(
      fc.property(contents, (content) => {
        expect(Buffer.from(decompressSnappy(snappy.compress(content), MAX)).equals(content)).toBe(true);
      }),
    );
  });

  it('reads copies with offsets of four bytes', () => {
    expect(Array.from(decompressSnappy(Uint8Array.of(6, 0x04, 1, 2, 0x0f, 2, 0, 0, 0), MAX))).toEqual([
      1, 2, 1, 2, 1, 2,
    ]);
  });

  it.each([
    ['nothing', []],
    ['an unterminated length', [0x80, 0x80]],
    ['a length of more than five bytes', [0x80, 0x80, 0x80, 0x80, 0x80, 0x01]],
    ['less than the declared size', [2, 0x00, 1]],
    ['more than the declared size', [1, 0x04, 1, 2]],
    ['a truncated literal', [5, 0x10, 1]],
    ['a copy from before the start', [5, 0x00, 1, 0x01, 2]],
    ['a copy with the offset 0', [5, 0x00, 1, 0x01, 0]],
    ['a truncated copy', [5, 0x00, 1, 0x02]],
    ['a copy beyond the declared size', [3, 0x00, 1, 0x01, 1]],
    // This causes an infinite loop in snappyjs 0.7.
    ['a literal of a negative length', [0x10, 0xfc, 0xfa, 0xff, 0xff, 0xff, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0]],
    ['a size that is impossible for so few bytes', [0xff, 0xff, 0x3c, 0, 1]],
  ])('rejects %s', (_what, bytes) => {
    expect(statusOf(Uint8Array.from(bytes))).toBe(400);
  });

  it('allocates no memory for a huge declared size', () => {
    expect(statusOf(Uint8Array.of(0xff, 0xff, 0xff, 0xff, 0x0f, 0, 1))).toBe(413);
  });

  it('accepts any input or rejects it with a message', () => {
    fc.assert(
      fc.property(fc.uint8Array({ maxLength: 100 }), (body) => {
        expect([200, 400, 413]).toContain(statusOf(body));
      }),
      runs(1_000),
    );
  });
});
