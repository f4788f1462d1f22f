import { afterEach, beforeEach, describe, expect, it, jest } from '@jest/globals';
import { send } from './api-client';
import { ApiError } from './api-error';
import { FakeFetch } from './testing/fake-fetch';

describe('send', () => {
  let fetched: FakeFetch;
  beforeEach(() => {
    fetched = new FakeFetch();
  });
  afterEach(() => {
    fetched.restore();
    jest.useRealTimers();
  });

  it('sends the body as JSON, and the version that the board must have', async () => {
    const sent = send('PUT', '/boards/shop', { body: { title: 'Shop' }, ifVersion: 7 });
    expect(fetched.last).toMatchObject({
      url: '/api/v1/boards/shop',
      init: {
        method: 'PUT',
        body: '{"title":"Shop"}',
        headers: { accept: 'application/json', 'content-type': 'application/json', 'if-match': '"7"' },
      },
    });
    fetched.last.answer(200, '{"slug":"shop"}');
    expect(await sent).toEqual({ value: { slug: 'shop' } });
  });

  it('sends no content type without a body, and reads none from a 204', async () => {
    const sent = send('DELETE', '/boards/shop', { keepalive: true });
    expect(fetched.last.init?.headers).toEqual({ accept: 'application/json' });
    expect(fetched.last.init?.keepalive).toBe(true);
    fetched.last.answer(204, '');
    expect(await sent).toEqual({ value: undefined });
  });

  it('resolves with the problem document of a rejected request', async () => {
    const errors = [{ path: 'title', message: 'is too long' }];
    const sent = send('POST', '/boards', { body: {} });
    fetched.last.answer(422, JSON.stringify({ detail: 'The board is not valid.', errors }), { 'retry-after': '3' });
    expect(await sent).toEqual({ error: new ApiError(422, 'The board is not valid.', 3_000, errors) });
  });

  it("resolves with the status where a proxy's page is answered", async () => {
    const sent = send('GET', '/boards/shop');
    fetched.last.answer(502, '<html>Bad Gateway</html>');
    expect(await sent).toMatchObject({ error: { status: 502, detail: 'The server answered with status 502.' } });
  });

  it('resolves with status 0 where the answer is not JSON, or there is none', async () => {
    const unreadable = send('GET', '/boards/shop');
    fetched.last.answer(200, '<html></html>');
    expect(await unreadable).toMatchObject({ error: { status: 0 } });
    const failed = send('GET', '/boards/shop');
    fetched.last.fail();
    expect(await failed).toMatchObject({ error: { status: 0, detail: 'The server does not answer.' } });
  });

  it('aborts a request that is not answered within 15 s', async () => {
    jest.useFakeTimers();
    const sent = send('GET', '/boards/shop');
    jest.advanceTimersByTime(14_999);
    expect(fetched.last.init?.signal?.aborted).toBe(false);
    jest.advanceTimersByTime(1);
    expect(await sent).toMatchObject({ error: { status: 0 } });
  });
});
