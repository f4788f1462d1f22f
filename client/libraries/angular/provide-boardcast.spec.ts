import { TestBed } from '@angular/core/testing';
import { describe, expect, it } from '@jest/globals';
import { SERVER_ADDRESS } from '../../api/server';
import { provideBoardcast } from './provide-boardcast';

const addressWith = (url?: string): string => {
  TestBed.configureTestingModule({ providers: [provideBoardcast({ url })] });
  return TestBed.inject(SERVER_ADDRESS).base;
};

describe('provideBoardcast', () => {
  it.each([
    [undefined, 'http://localhost'],
    ['/boardcast/', 'http://localhost/boardcast'],
    ['https://boards.example.com/', 'https://boards.example.com'],
  ])('with the address %s connects to %s', (url, base) => {
    expect(addressWith(url)).toBe(base);
  });

  it('rejects what is not the address of a server', () => {
    expect(() => addressWith('ws://boards.example.com')).toThrow("'ws://boards.example.com' is not the address");
  });
});
