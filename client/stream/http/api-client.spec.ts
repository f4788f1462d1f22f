import { afterEach, beforeEach, describe, expect, it, jest } from '@jest/globals';
import { ApiClient } from './api-client';
import { ApiError } from './api-error';
import { ServerAddress } from './server-address';
import { FakeFetch } from '../testing/fake-fetch';

describe('ApiClient', () => {
  const client = new ApiClient(new ServerAddress('https://example.com/boardcast/'));
  let fakeFetch: FakeFetch;
  beforeEach(() => {
    fakeFetch = new FakeFetch();
  });
  afterEach(() => {
    fakeFetch.restore();
    jest.useRealTimers();
  });

  it('sends the body as JSON and the expected version as If-Match', async () => {
    const sent = client.send('PUT', '/boards/shop', { body: { title: 'Shop' }, ifVersion: 7 });
    expect(fakeFetch.last).toMatchObject({
      url: 'https://example.com/boardcast/api/v1/boards/shop',
      init: {
        method: 'PUT',
        body: '{"title":"Shop"}',
        headers: { accept: 'application/json', 'content-type': 'application/json', 'if-match': '"7"' },
      },
    });
    fakeFetch.last.respond(200, '{"slug":"shop"}');
    expect(await sent).toEqual({ value: { slug: 'shop' } });
  });

  it('sends no content type without a body and reads no body from a 204', async () => {
    const sent = client.send('DELETE', '/boards/shop', { keepalive: true });
    expect(fakeFetch.last.init?.headers).toEqual({ accept: 'application/json' });
    expect(fakeFetch.last.init?.keepalive).toBe(true);
    fakeFetch.last.respond(204, '');
    expect(await sent).toEqual({ value: undefined });
  });

  it('resolves with the problem document of a rejected request', async () => {
    const errors = [{ path: 'title', message: 'is too long' }];
    const sent = client.send('POST', '/boards', { body: {} });
    fakeFetch.last.respond(422, JSON.stringify({ detail: 'The board is not valid.', errors }), { 'retry-after': '3' });
    expect(await sent).toEqual({ error: new ApiError(422, 'The board is not valid.', 3_000, errors) });
  });

  it('resolves with the status when a proxy responds with an HTML page', async () => {
    const sent = client.send('GET', '/boards/shop');
    fakeFetch.last.respond(502, '<html>Bad Gateway</html>');
    expect(await sent).toMatchObject({ error: { status: 502, message: 'The server answered with status 502.' } });
  });

  it('resolves with status 200 when the response is not JSON', async () => {
    const sent = client.send('GET', '/boards/shop');
    fakeFetch.last.respond(200, '<html></html>');
    const message = expect.stringContaining('https://example.com/boardcast is not from a Boardcast server.');
    expect(await sent).toMatchObject({ error: { status: 200, message } });
  });

  it('resolves with status 0 when the request fails', async () => {
    const failed = client.send('GET', '/boards/shop');
    fakeFetch.last.fail();
    expect(await failed).toMatchObject({ error: { status: 0, message: 'The server does not answer.' } });
  });

  it('aborts a request after 15 s without a response', async () => {
    jest.useFakeTimers();
    const sent = client.send('GET', '/boards/shop');
    jest.advanceTimersByTime(14_999);
    expect(fakeFetch.last.init?.signal?.aborted).toBe(false);
    jest.advanceTimersByTime(1);
    expect(await sent).toMatchObject({ error: { status: 0 } });
  });
});
