import { Injector, runInInjectionContext, signal } from '@angular/core';
import { TestBed } from '@angular/core/testing';
import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import type { ConnectionStatus } from '../../stream/connection/connection-status';
import { LIVE_ENVIRONMENT } from '../live-environment';
import { NewVersion } from './new-version';
import { FakeFetch } from '../../stream/testing/fake-fetch';
import { VirtualEnvironment } from '../../stream/testing/virtual-environment';

const page = (script: string): string => `<html><script src="${script}" type="module"></script></html>`;

describe('NewVersion', () => {
  let environment: VirtualEnvironment;
  let fetch: FakeFetch;
  let script: HTMLScriptElement;
  let version: NewVersion;
  const status = signal<ConnectionStatus>({ state: 'connecting', since: 0, transport: 'none', pollIntervalMs: 60_000 });

  beforeEach(() => {
    fetch = new FakeFetch();
    environment = new VirtualEnvironment();
    script = document.createElement('script');
    script.setAttribute('type', 'text/plain');
    script.setAttribute('src', 'main-OLD.js');
    document.head.append(script);
    TestBed.configureTestingModule({ providers: [{ provide: LIVE_ENVIRONMENT, useValue: environment }] });
    version = TestBed.inject(NewVersion);
    become('connecting');
    runInInjectionContext(TestBed.inject(Injector), () => {
      version.watch(status);
    });
  });
  afterEach(() => {
    script.remove();
    fetch.restore();
  });

  function become(state: ConnectionStatus['state'], epoch?: string, lastUpdateAt?: number): void {
    status.update((before) => ({ ...before, state, epoch, lastUpdateAt }));
    TestBed.tick();
  }

  /** Responds to all requests until there are no more. */
  async function respond(responses: { html?: string; version?: string; scriptStatus?: number; status?: number }) {
    for (let next = responded; next < fetch.calls.length; next = responded) {
      const call = fetch.calls[next];
      responded += 1;
      const path = new URL(call?.url ?? '', location.href).pathname;
      if (path === '/api/v1/config') call?.respond(200, JSON.stringify({ version: responses.version ?? '1' }));
      else if (path.endsWith('.js')) call?.respond(responses.scriptStatus ?? 200, '');
      else call?.respond(responses.status ?? 200, responses.html ?? page('main-OLD.js'));
      await FakeFetch.settled();
    }
  }
  let responded = 0;
  beforeEach(() => {
    responded = 0;
  });

  /** Opens a page that knows its version, and advances past the minimum age. */
  async function open(): Promise<void> {
    become('live', 'a');
    await respond({});
    environment.advance(60_000);
  }

  it('does not check before the connection is live, or while it stays live', async () => {
    expect(fetch.calls).toHaveLength(0);
    await open();
    const before = fetch.calls.length;
    become('live', 'a');
    environment.advance(3_600_000);
    expect([fetch.calls.length, version.isAvailable()]).toEqual([before, false]);
  });

  it('checks after each poll if there is no connection', async () => {
    become('polling', undefined, 1);
    await respond({});
    environment.advance(60_000);
    become('polling', undefined, 2);
    await respond({ html: page('main-NEW.js') });
    expect(version.isAvailable()).toBe(true);
  });

  it('reports a new version if the page has other scripts after a new connection', async () => {
    await open();
    become('reconnecting', 'a');
    become('live', 'b');
    await respond({ html: page('main-NEW.js') });
    expect(version.isAvailable()).toBe(true);
  });

  it('reports a new version if the server has another version but the same page', async () => {
    await open();
    become('live', 'b');
    await respond({ version: '2' });
    expect(version.isAvailable()).toBe(true);
  });

  it('reports nothing after a restart of the same version', async () => {
    await open();
    become('live', 'b');
    await respond({});
    expect(version.isAvailable()).toBe(false);
  });

  it.each([
    ['the page is an error', { status: 503 }],
    ['the page is not one of Boardcast', { html: '<h1>Sign in</h1>' }],
    ['a script of the page is missing', { html: page('main-NEW.js'), scriptStatus: 404 }],
  ])('reports nothing while %s', async (_, failure) => {
    await open();
    become('live', 'b');
    await respond(failure);
    environment.advance(5_000);
    await respond(failure);
    expect(version.isAvailable()).toBe(false);
    environment.advance(60_000);
    await respond({ html: page('main-NEW.js') });
    expect(version.isAvailable()).toBe(true);
  });

  it('does not report a new version on a page that was just opened', async () => {
    become('live', 'a');
    await respond({ html: page('main-NEW.js') });
    expect(version.isAvailable()).toBe(false);
    environment.advance(10_000);
    await respond({ html: page('main-NEW.js') });
    expect(version.isAvailable()).toBe(true);
  });
});
