import { describe, expect, it } from '@jest/globals';
import type { Board } from '../../wire/schemas/board';
import { samplePanel } from '../panels/testing/sample-frames';
import { nextSlug, readBoardFile, writeBoardFile } from './board-file';

const BOARD: Board = {
  slug: 'shop',
  title: 'Shop',
  version: 7,
  range: '6h',
  timeZone: 'Asia/Tokyo',
  panels: [samplePanel()],
};

describe('Board files', () => {
  it('are read as the definition that was written, without the fields of the server', () => {
    const { version, ...definition } = BOARD;
    expect(version).toBe(7);
    expect(readBoardFile(writeBoardFile({ ...BOARD, auto: true }))).toEqual(definition);
  });

  it.each([
    ['{ "title": ', /^The file is not valid JSON: /],
    ['[1, 2]', /^The file is valid JSON, but not a board/],
    ['null', /^The file is valid JSON, but not a board/],
    ['{ "name": "x" }', /^The file is valid JSON, but not a board/],
  ])('are rejected with a message if they are not a board: %s', (text, message) => {
    expect(readBoardFile(text)).toEqual({ problem: expect.stringMatching(message) });
  });

  it.each([
    ['shop', 'shop-2'],
    ['shop-2', 'shop-3'],
    ['shop-9', 'shop-10'],
    ['x'.repeat(64), `${'x'.repeat(62)}-2`],
    ['7', '7-2'],
  ])('get the next free slug if %s is taken', (taken, next) => {
    expect(nextSlug(taken)).toBe(next);
    expect(next).toMatch(/^[a-z0-9-]{1,64}$/);
  });
});
