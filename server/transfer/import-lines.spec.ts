import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { Problem } from '../common/errors/problem.js';
import { groupLines } from './import-lines.js';

// eslint-disable-next-line @typescript-eslint/require-await -- a stream that has everything at hand
async function* inChunks(bytes: Uint8Array, sizes: readonly number[]): AsyncGenerator<Uint8Array> {
  let start = 0;
  for (const size of sizes) {
    yield bytes.subarray(start, start + size);
    start += size;
  }
  yield bytes.subarray(start);
}

async function groupsOf(
  text: string,
  sizes: readonly number[] = [],
  share: { resize: (bytes: number) => void } = { resize: () => undefined },
) {
  const groups = [];
  for await (const { type, first, bytes } of groupLines(inChunks(Buffer.from(text), sizes), share)) {
    groups.push([type, first, Buffer.from(bytes).toString()]);
  }
  return groups;
}

describe('groupLines', () => {
  const text = '{"type":"a","é":1}\n{"type":"a"}\n{ "type" : "b" }\r\n\n{"type":"b"}';

  it('groups lines by type, with the number of the first', async () => {
    expect(await groupsOf(text)).toEqual([
      ['a', 1, '{"type":"a","é":1}\n{"type":"a"}\n'],
      ['b', 3, '{ "type" : "b" }\r\n'],
      ['b', 5, '{"type":"b"}\n'],
    ]);
  });

  it('returns the same groups for chunks of any size', async () => {
    const whole = await groupsOf(text);
    await fc.assert(
      fc.asyncProperty(fc.array(fc.nat(20)), async (sizes) => {
        expect(await groupsOf(text, sizes)).toEqual(whole);
      }),
    );
  });

  it('rejects lines that do not begin with their type', async () => {
    await expect(groupsOf('{"type":"a"}\n{"a":1}')).rejects.toMatchObject({ status: 422, detail: /^Line 2 / });
    await expect(groupsOf('no')).rejects.toMatchObject({ detail: expect.stringContaining('Line 1') });
  });

  it('distinguishes the end of an export from the ends of series that earlier versions wrote', async () => {
    const seriesEnd = '{"type":"end","key":"a","tags":{},"at":1}';
    const end = '{ "type" : "end" }\r';
    expect(await groupsOf(`${seriesEnd}\n${end}\n${seriesEnd}\n{"type":"end"`)).toEqual([
      ['seriesEnd', 1, `${seriesEnd}\n`],
      ['end', 2, `${end}\n`],
      ['seriesEnd', 3, `${seriesEnd}\n{"type":"end"\n`],
    ]);
  });

  it('splits large groups', async () => {
    const groups = await groupsOf('{"type":"a"}\n'.repeat(2_500));
    expect(groups.map(([, first]) => first)).toEqual([1, 1_001, 2_001]);
  });

  it('rejects too many blank lines', async () => {
    const end = '{"type":"end"}';
    expect(await groupsOf(`${'\n'.repeat(10_000)}${end}`)).toEqual([['end', 10_001, `${end}\n`]]);
    for (const blank of ['\n', ' \r\n', '\t\n']) {
      await expect(groupsOf(`${end}\n${blank.repeat(20_000)}`)).rejects.toMatchObject({
        status: 422,
        detail: expect.stringMatching(/^Line 10002 .*10000 blank lines/),
      });
    }
    await expect(groupsOf(`${' '.repeat(1_000)}\n`)).rejects.toMatchObject({ status: 422, detail: /must begin with/ });
  });

  it('does not block the event loop, however many lines arrive at once', async () => {
    let turns = 0;
    const count = (): void => {
      turns += 1;
      turning = setImmediate(count);
    };
    let turning = setImmediate(count);
    await groupsOf('{"type":"end"}\n'.repeat(100_000));
    clearImmediate(turning);
    expect(turns).toBeGreaterThan(3);
  });

  it('reports the buffered bytes, and fails if there is no memory for them', async () => {
    const held: number[] = [];
    const share = { resize: (bytes: number) => void held.push(bytes) };
    await groupsOf(`{"type":"a","text":"${'x'.repeat(1_000)}"}`, [300, 300], share);
    expect(held).toEqual([300, 600, 1_022]);
    const full = {
      resize: () => {
        throw new Problem(503, 'full');
      },
    };
    await expect(groupsOf('{"type":"a"', [], full)).rejects.toMatchObject({ status: 503 });
  });
});
