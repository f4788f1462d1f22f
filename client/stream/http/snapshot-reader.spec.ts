import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { firstValueFrom } from 'rxjs';
import type { Snapshot } from '../../../wire/schemas/snapshot';
import { ApiError } from './api-error';
import { ApiClient } from './api-client';
import { ServerAddress } from './server-address';
import { SnapshotReader } from './snapshot-reader';
import { FakeFetch } from '../testing/fake-fetch';
import { ModelBoard } from '../testing/model-board';

describe('SnapshotReader', () => {
  let api: SnapshotReader;
  let dates: number[];
  const board = new ModelBoard();
  let fetch: FakeFetch;

  beforeEach(() => {
    fetch = new FakeFetch();
    dates = [];
    api = new SnapshotReader(new ApiClient(new ServerAddress('http://localhost/')), {
      now: Date.now,
      update: (date) => dates.push(date),
    });
  });

  afterEach(() => {
    fetch.restore();
  });

  const get = (): Promise<Snapshot> => firstValueFrom(api.data('b'));

  it('requests a board, optionally with a range and a position', () => {
    api.data('b').subscribe();
    api.data('b', '6h').subscribe();
    api.data('b', '6h', { epoch: 'k3v9', revision: 42 }).subscribe();
    api.data('b', undefined, { epoch: 'k3v9', revision: 42 }).subscribe();
    expect(fetch.calls.map(({ url }) => url)).toEqual([
      'http://localhost/api/v1/boards/b/data',
      'http://localhost/api/v1/boards/b/data?range=6h',
      'http://localhost/api/v1/boards/b/data?range=6h&since=k3v9.42',
      'http://localhost/api/v1/boards/b/data?since=k3v9.42',
    ]);
  });

  it('leaves conditional requests to the browser', () => {
    api.data('b').subscribe();
    expect(fetch.last.init?.headers).toEqual({ accept: 'application/json' });
    expect(fetch.last.init?.cache).toBeUndefined();
  });

  it('emits the snapshot', async () => {
    const snapshot = board.snapshot(0);
    const response = get();
    fetch.last.respond(200, JSON.stringify(snapshot));
    await expect(response).resolves.toEqual(snapshot);
  });

  it("reports the time of the server's clock", async () => {
    const response = get();
    fetch.last.respond(200, JSON.stringify(board.snapshot(0)), { date: 'Wed, 21 Oct 2026 07:28:00 GMT' });
    await response;
    expect(dates).toEqual([Date.parse('2026-10-21T07:28:00Z')]);
  });

  it('aborts the request on unsubscribing', () => {
    const subscription = api.data('b').subscribe();
    subscription.unsubscribe();
    expect(fetch.last.init?.signal?.aborted).toBe(true);
  });

  it.each([
    ['a problem document', '{"status":404,"title":"Not Found","detail":"No board b."}', 'No board b.'],
    ['a problem without detail', '{"status":404,"title":"Not Found"}', 'Not Found'],
    ['a page of a proxy', '<html>', 'The server answered with status 404.'],
    ['null', 'null', 'The server answered with status 404.'],
  ])('errors with the message of %s', async (_, body, message) => {
    const response = get();
    fetch.last.respond(404, body);
    await expect(response).rejects.toMatchObject({ status: 404, message });
  });

  it('errors with the errors of a problem document', async () => {
    const errors = [{ line: 3, path: 'title', message: 'must be text' }];
    const response = get();
    fetch.last.respond(404, JSON.stringify({ status: 404, detail: 'Not valid.', errors }));
    await expect(response).rejects.toMatchObject({
      problem: { status: 404, message: 'Not valid.', detail: 'Not valid.', errors },
    });
  });

  it.each([
    ['120', 120_000],
    ['Wed, 21 Oct 2026 07:28:00 GMT', undefined],
  ])('reads the delay before a retry from Retry-After: %s', async (header, ms) => {
    const response = get();
    fetch.last.respond(503, '{"detail":"Busy."}', { 'retry-after': header });
    await expect(response).rejects.toMatchObject({ status: 503, retryAfterMs: ms });
  });

  it('errors when the network fails', async () => {
    const response = get();
    fetch.last.fail();
    await expect(response).rejects.toThrow(TypeError);
  });

  const good = board.snapshot(0);
  it.each<[string, unknown]>([
    ['a page of a captive portal', '<html>'],
    ['a list', []],
    ['an empty object', {}],
    ['no panels', { ...good, panels: undefined }],
    ['a complete snapshot without a definition', { ...good, definition: undefined }],
    ['an unknown range', { ...good, range: '2h' }],
    ['a revision that is a string', { ...good, revision: '1' }],
    ['a panel without revision', { ...good, panels: { p: {} } }],
    ['a frame without fields', { ...good, panels: { p: { revision: 1, frame: {} } } }],
    ['a field without values', { ...good, panels: { p: { revision: 1, frame: { fields: [{ name: 'a' }] } } } }],
  ])('errors on %s', async (_, body) => {
    const response = get();
    fetch.last.respond(200, typeof body === 'string' ? body : JSON.stringify(body));
    await expect(response).rejects.toMatchObject({
      problem: { status: 200, message: expect.stringContaining('http://localhost is not from a Boardcast server.') },
      final: false,
    });
  });

  it('accepts a delta without a definition', async () => {
    const delta = board.snapshot(0, '1h', 'e1.1');
    const response = get();
    fetch.last.respond(200, JSON.stringify(delta));
    await expect(response).resolves.toMatchObject({ complete: false, panels: {} });
  });
});

describe('ApiError', () => {
  it.each([
    [404, true],
    [410, true],
    [422, true],
    [403, true],
    [408, false],
    [425, false],
    [429, false],
    [500, false],
    [503, false],
    [507, false],
  ])('with status %d is final: %s', (status, final) => {
    expect(new ApiError(status, '').final).toBe(final);
  });
});
