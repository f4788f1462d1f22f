import { DOCUMENT } from '@angular/core';
import { TestBed } from '@angular/core/testing';
import { describe, expect, it } from '@jest/globals';
import { SERVER_ADDRESS, ServerAddress } from './server-address';

describe('ServerAddress', () => {
  it.each([
    ['http://localhost:3000/', 'http://localhost:3000', 'ws://localhost:3000/ws/dashboard', '/boards/shop'],
    [
      'https://example.com/boardcast/',
      'https://example.com/boardcast',
      'wss://example.com/boardcast/ws/dashboard',
      '/boardcast/boards/shop',
    ],
    [
      'https://example.com/a/b/?x#y',
      'https://example.com/a/b',
      'wss://example.com/a/b/ws/dashboard',
      '/a/b/boards/shop',
    ],
    ['https://example.com/a/page.html', 'https://example.com/a', 'wss://example.com/a/ws/dashboard', '/a/boards/shop'],
  ])('of %s has all addresses below its path', (address, base, webSocket, page) => {
    const server = new ServerAddress(address);
    expect(server.base).toBe(base);
    expect(server.api('/boards')).toBe(`${base}/api/v1/boards`);
    expect(server.webSocket).toBe(webSocket);
    expect(server.pagePath('/boards/shop')).toBe(page);
  });

  it('is the base URL of the page by default', () => {
    const page = document.implementation.createHTMLDocument();
    const base = page.createElement('base');
    base.href = 'https://example.com/boardcast/';
    page.head.append(base);
    TestBed.configureTestingModule({ providers: [{ provide: DOCUMENT, useValue: page }] });
    expect(TestBed.inject(SERVER_ADDRESS).base).toBe('https://example.com/boardcast');
  });
});
