import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { TestBed } from '@angular/core/testing';
import { DEFAULT_SETTINGS, type LiveSettings } from '../stream/live-settings';
import { LiveConfig } from './live-config';
import { LIVE_ENVIRONMENT } from './live-environment';
import { FakeFetch } from '../stream/testing/fake-fetch';
import { VirtualEnvironment } from '../stream/testing/virtual-environment';

describe('LiveConfig', () => {
  let environment: VirtualEnvironment;
  let fetch: FakeFetch;
  let config: LiveConfig;
  let seen: LiveSettings[];

  beforeEach(() => {
    fetch = new FakeFetch();
    environment = new VirtualEnvironment();
    TestBed.configureTestingModule({ providers: [{ provide: LIVE_ENVIRONMENT, useValue: environment }] });
    config = TestBed.inject(LiveConfig);
    seen = [];
    config.settings$.subscribe((settings) => seen.push(settings));
  });

  afterEach(() => {
    fetch.restore();
  });

  async function respond(body: string, status = 200): Promise<void> {
    fetch.last.respond(status, body);
    await FakeFetch.settled();
  }

  it("emits the defaults immediately, then the server's settings", async () => {
    expect(seen).toEqual([DEFAULT_SETTINGS]);
    expect(fetch.last.url).toBe('http://localhost/api/v1/config');
    await respond('{"pollIntervalMs":5000,"reconnectDelayMs":200,"protocol":1}');
    expect(seen[1]).toEqual({ pollIntervalMs: 5_000, reconnectDelayMs: 200 });
  });

  it('sends one request for all subscribers', async () => {
    await respond('{"pollIntervalMs":5000,"reconnectDelayMs":200}');
    const later: LiveSettings[] = [];
    config.settings$.subscribe((settings) => later.push(settings));
    expect(later).toEqual([{ pollIntervalMs: 5_000, reconnectDelayMs: 200 }]);
    expect(fetch.calls).toHaveLength(1);
  });

  it('reads the embed origins from the same response', async () => {
    const origins: (readonly string[])[] = [];
    config.embedOrigins$.subscribe((each) => origins.push(each));
    expect(origins).toEqual([]);
    await respond('{"embedOrigins":["https://cams.example.com",7]}');
    expect(origins).toEqual([['https://cams.example.com']]);
    expect(fetch.calls).toHaveLength(1);
  });

  it.each(['{}', '{"embedOrigins":"*"}', 'null'])('reads no embed origins from %s', async (body) => {
    const origins: (readonly string[])[] = [];
    config.embedOrigins$.subscribe((each) => origins.push(each));
    await respond(body);
    expect(origins).toEqual([[]]);
  });

  it('retries after a request that failed or got no response', async () => {
    await respond('<html>');
    environment.advance(45_000);
    fetch.last.fail();
    await FakeFetch.settled();
    environment.advance(45_000);
    environment.advance(15_000);
    environment.advance(45_000);
    expect(fetch.calls).toHaveLength(4);
    expect(fetch.calls[2]?.init?.signal?.aborted).toBe(true);
    await respond('{"pollIntervalMs":5000,"reconnectDelayMs":200}');
    expect(seen).toHaveLength(2);
  });

  it.each(['{"pollIntervalMs":"soon"}', '{"pollIntervalMs":0,"reconnectDelayMs":-1}', 'null', '[]'])(
    'uses the defaults for %s',
    async (body) => {
      await respond(body);
      expect(seen.at(-1)).toEqual(DEFAULT_SETTINGS);
    },
  );
});
