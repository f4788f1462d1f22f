import { describe, expect, it } from '@jest/globals';
import { ServerAddress } from './server-address';

describe('ServerAddress', () => {
  it.each([
    ['http://localhost:3000', 'http://localhost:3000', 'ws://localhost:3000/ws/dashboard', '/boards/shop'],
    ['http://localhost:3000//', 'http://localhost:3000', 'ws://localhost:3000/ws/dashboard', '/boards/shop'],
    [
      'https://example.com/boardcast/',
      'https://example.com/boardcast',
      'wss://example.com/boardcast/ws/dashboard',
      '/boardcast/boards/shop',
    ],
    [
      'https://example.com/a/b?x#y',
      'https://example.com/a/b',
      'wss://example.com/a/b/ws/dashboard',
      '/a/b/boards/shop',
    ],
  ])('%s has all its addresses below its path', (address, base, webSocket, page) => {
    const server = new ServerAddress(address);
    expect(server.base).toBe(base);
    expect(server.api('/boards')).toBe(`${base}/api/v1/boards`);
    expect(server.webSocket).toBe(webSocket);
    expect(server.pagePath('/boards/shop')).toBe(page);
  });

  it('starts a relative address from the page', () => {
    expect(new ServerAddress('/boardcast/', 'https://example.com/shop/orders').base).toBe(
      'https://example.com/boardcast',
    );
  });

  it.each([
    ['http://localhost/', 'http://localhost'],
    ['https://example.com/boardcast/', 'https://example.com/boardcast'],
    ['https://example.com/boardcast/page.html?x#y', 'https://example.com/boardcast'],
  ])('of a page with the base URL %s is %s', (baseUrl, base) => {
    expect(ServerAddress.ofPage(baseUrl).base).toBe(base);
  });

  it.each(['boards.example.com', '/boardcast/', 'ws://example.com', ''])(
    'rejects %p, and says what to write',
    (address) => {
      expect(() => new ServerAddress(address)).toThrow(
        `'${address}' is not the address of a server. Write it like 'https://boards.example.com/'`,
      );
    },
  );
});
