import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { groupLines } from './import-lines.js';

// eslint-disable-next-line @typescript-eslint/require-await -- a stream that has everything at hand
async function* inPieces(bytes: Uint8Array, sizes: readonly number[]): AsyncGenerator<Uint8Array> {
  let start = 0;
  for (const size of sizes) {
    yield bytes.subarray(start, start + size);
    start += size;
  }
  yield bytes.subarray(start);
}

async function groupsOf(text: string, sizes: readonly number[] = []) {
  const groups = [];
  for await (const { type, first, bytes } of groupLines(inPieces(Buffer.from(text), sizes))) {
    groups.push([type, first, Buffer.from(bytes).toString()]);
  }
  return groups;
}

describe('lines of an import', () => {
  const text = '{"type":"a","é":1}\n{"type":"a"}\n{ "type" : "b" }\r\n\n{"type":"b"}';

  it('come in groups of a type, with the number of the first', async () => {
    expect(await groupsOf(text)).toEqual([
      ['a', 1, '{"type":"a","é":1}\n{"type":"a"}\n'],
      ['b', 3, '{ "type" : "b" }\r\n'],
      ['b', 5, '{"type":"b"}\n'],
    ]);
  });

  it('are the same however the bytes come in', async () => {
    const whole = await groupsOf(text);
    await fc.assert(
      fc.asyncProperty(fc.array(fc.nat(20)), async (sizes) => {
        expect(await groupsOf(text, sizes)).toEqual(whole);
      }),
    );
  });

  it('must say their type first', async () => {
    await expect(groupsOf('{"type":"a"}\n{"a":1}')).rejects.toMatchObject({ status: 422, detail: /^Line 2 / });
    await expect(groupsOf('no')).rejects.toMatchObject({ detail: expect.stringContaining('Line 1') });
  });

  it('are split where there are many', async () => {
    const groups = await groupsOf('{"type":"a"}\n'.repeat(2_500));
    expect(groups.map(([, first]) => first)).toEqual([1, 1_001, 2_001]);
  });
});
