import { describe, expect, it } from '@jest/globals';
import type { Board } from '../../wire/board';
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

describe("a board's file", () => {
  it('comes back as the definition that went out, without what belongs to the server', () => {
    const { version, ...definition } = BOARD;
    expect(version).toBe(7);
    expect(readBoardFile(writeBoardFile({ ...BOARD, auto: true }))).toEqual(definition);
  });

  it.each([
    ['{ "title": ', /^It is not JSON: /],
    ['[1, 2]', /^It is JSON, but no board/],
    ['null', /^It is JSON, but no board/],
    ['{ "name": "x" }', /^It is JSON, but no board/],
  ])('is refused with words where it is none: %s', (text, words) => {
    expect(readBoardFile(text)).toEqual({ problem: expect.stringMatching(words) });
  });

  it.each([
    ['shop', 'shop-2'],
    ['shop-2', 'shop-3'],
    ['shop-9', 'shop-10'],
    ['x'.repeat(64), `${'x'.repeat(62)}-2`],
    ['7', '7-2'],
  ])('gets another address where %s is taken', (taken, next) => {
    expect(nextSlug(taken)).toBe(next);
    expect(next).toMatch(/^[a-z0-9-]{1,64}$/);
  });
});
