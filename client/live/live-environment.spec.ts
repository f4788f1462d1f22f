import { afterEach, beforeEach, describe, expect, it, jest } from '@jest/globals';
import { TestBed } from '@angular/core/testing';
import { LiveEnvironment, type PageEvent } from './live-environment';

describe('the browser as LiveEnvironment', () => {
  let environment: LiveEnvironment;
  let events: PageEvent[];

  beforeEach(() => {
    environment = TestBed.inject(LiveEnvironment);
    events = [];
    const listening = environment.page$.subscribe((event) => events.push(event));
    endings.push(() => {
      listening.unsubscribe();
    });
  });

  const endings: (() => void)[] = [];
  afterEach(() => {
    endings.splice(0).forEach((end) => {
      end();
    });
    jest.restoreAllMocks();
  });

  it('tells leaving and coming back', () => {
    window.dispatchEvent(new Event('pagehide'));
    window.dispatchEvent(new Event('pageshow'));
    expect(events).toEqual(['hide', 'show']);
  });

  it('tells what may be a waking up', () => {
    document.dispatchEvent(new Event('resume'));
    window.dispatchEvent(new Event('online'));
    document.dispatchEvent(new Event('visibilitychange'));
    expect(events).toEqual(['wake', 'wake', 'wake']);
  });

  it('does not take becoming hidden for waking up', () => {
    jest.spyOn(document, 'visibilityState', 'get').mockReturnValue('hidden');
    document.dispatchEvent(new Event('visibilitychange'));
    expect(events).toEqual([]);
  });

  it('tells at once whether the page is visible, and each change', () => {
    const seen: boolean[] = [];
    const state = jest.spyOn(document, 'visibilityState', 'get').mockReturnValue('hidden');
    const listening = environment.visible$.subscribe((visible) => seen.push(visible));
    endings.push(() => {
      listening.unsubscribe();
    });
    state.mockReturnValue('visible');
    document.dispatchEvent(new Event('visibilitychange'));
    document.dispatchEvent(new Event('visibilitychange'));
    expect(seen).toEqual([false, true]);
  });

  it('opens the socket where the page came from', () => {
    const opened: string[] = [];
    const original = globalThis.WebSocket;
    globalThis.WebSocket = class extends EventTarget {
      constructor(url: string | URL) {
        super();
        opened.push(String(url));
      }
    } as unknown as typeof WebSocket;
    endings.push(() => (globalThis.WebSocket = original));
    environment.openSocket();
    expect(opened).toEqual(['ws://localhost/ws/dashboard']);
  });

  it('has time and chance', () => {
    expect(Math.abs(environment.now() - Date.now())).toBeLessThan(60_000);
    const chance = environment.random();
    expect(chance >= 0 && chance < 1).toBe(true);
  });
});
