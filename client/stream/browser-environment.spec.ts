import { afterEach, beforeEach, describe, expect, it, jest } from '@jest/globals';
import { BrowserEnvironment } from './browser-environment';
import type { PageEvent } from './live-environment';

describe('BrowserEnvironment', () => {
  let environment: BrowserEnvironment;
  let events: PageEvent[];

  beforeEach(() => {
    environment = new BrowserEnvironment(document, 'wss://example.com/boardcast/ws/dashboard');
    events = [];
    const subscription = environment.page$.subscribe((event) => events.push(event));
    cleanups.push(() => {
      subscription.unsubscribe();
    });
  });

  const cleanups: (() => void)[] = [];
  afterEach(() => {
    cleanups.splice(0).forEach((cleanUp) => {
      cleanUp();
    });
    jest.restoreAllMocks();
  });

  it('emits hide and show when the page is left and shown again', () => {
    window.dispatchEvent(new Event('pagehide'));
    window.dispatchEvent(new Event('pageshow'));
    expect(events).toEqual(['hide', 'show']);
  });

  it('emits wake on resume, online and becoming visible', () => {
    document.dispatchEvent(new Event('resume'));
    window.dispatchEvent(new Event('online'));
    document.dispatchEvent(new Event('visibilitychange'));
    expect(events).toEqual(['wake', 'wake', 'wake']);
  });

  it('does not emit wake when the page becomes hidden', () => {
    jest.spyOn(document, 'visibilityState', 'get').mockReturnValue('hidden');
    document.dispatchEvent(new Event('visibilitychange'));
    expect(events).toEqual([]);
  });

  it('emits the visibility immediately and when it changes', () => {
    const seen: boolean[] = [];
    const state = jest.spyOn(document, 'visibilityState', 'get').mockReturnValue('hidden');
    const subscription = environment.visible$.subscribe((visible) => seen.push(visible));
    cleanups.push(() => {
      subscription.unsubscribe();
    });
    state.mockReturnValue('visible');
    document.dispatchEvent(new Event('visibilitychange'));
    document.dispatchEvent(new Event('visibilitychange'));
    expect(seen).toEqual([false, true]);
  });

  it('opens a socket', () => {
    const opened: string[] = [];
    const original = globalThis.WebSocket;
    globalThis.WebSocket = class extends EventTarget {
      constructor(url: string | URL) {
        super();
        opened.push(String(url));
      }
    } as unknown as typeof WebSocket;
    cleanups.push(() => (globalThis.WebSocket = original));
    environment.openSocket();
    expect(opened).toEqual(['wss://example.com/boardcast/ws/dashboard']);
  });

  it('provides the current time and random numbers', () => {
    expect(Math.abs(environment.now() - Date.now())).toBeLessThan(60_000);
    const random = environment.random();
    expect(random >= 0 && random < 1).toBe(true);
  });
});
