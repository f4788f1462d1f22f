import { describe, expect, it } from '@jest/globals';
import { decodeText } from './decode-text.js';

const BOARD = 'title: Größe 💾\n';

describe('decodeText', () => {
  it('reads UTF-8 with and without a byte order mark', () => {
    expect(decodeText(Buffer.from(BOARD))).toEqual({ text: BOARD });
    expect(decodeText(Buffer.from(`\ufeff${BOARD}`))).toEqual({ text: BOARD });
    expect(decodeText(Buffer.from(''))).toEqual({ text: '' });
  });

  it.each([
    ['UTF-16 with a byte order mark', Buffer.from(`\ufeff${BOARD}`, 'utf16le'), 1, /UTF-16/],
    ['big-endian UTF-16', Buffer.from(`\ufeff${BOARD}`, 'utf16le').swap16(), 1, /UTF-16/],
    ['UTF-16 without a byte order mark', Buffer.from('title: A\n', 'utf16le'), 1, /UTF-16/],
    ['UTF-32', Buffer.from([0xff, 0xfe, 0, 0, 0x61, 0, 0, 0]), 1, /UTF-32/],
    ['Latin-1', Buffer.from('title: A\n# x\nname: Größe\n', 'latin1'), 3, /Latin-1/],
    ['an incomplete sequence at the end', Buffer.from('title: A\nx: ü').subarray(0, -1), 2, /not encoded in UTF-8/],
    ['a NUL byte', Buffer.from('title: A\nx: a\0b\n'), 2, /NUL/],
  ])('names the encoding and the line of %s', (_, bytes, line, message) => {
    expect(decodeText(bytes)).toEqual({ error: { line, path: '', message: expect.stringMatching(message) } });
  });
});
