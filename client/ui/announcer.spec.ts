import { LiveAnnouncer } from '@angular/cdk/a11y';
import { TestBed } from '@angular/core/testing';
import { afterEach, beforeEach, describe, expect, it, jest } from '@jest/globals';
import { Announcer } from './announcer';
import { NOW } from '../common/ticker';

describe('Announcer', () => {
  const said: string[] = [];
  let announcer: Announcer;

  beforeEach(() => {
    jest.useFakeTimers();
    said.length = 0;
    const voice = {
      announce: (text: string, politeness: string) => {
        said.push(`${politeness}: ${text}`);
        return Promise.resolve();
      },
    };
    TestBed.configureTestingModule({
      providers: [
        { provide: LiveAnnouncer, useValue: voice },
        { provide: NOW, useValue: () => Date.now() },
      ],
    });
    announcer = TestBed.inject(Announcer);
  });
  afterEach(() => {
    jest.useRealTimers();
  });

  /** Waits until all changes of one update have called `say`. */
  const settle = (): void => {
    jest.advanceTimersByTime(0);
  };
  const change = (key: string, text: string, focused = false): void => {
    announcer.say({ key, text: () => text, focused });
  };

  it('announces the first change at once and politely', () => {
    change('cpu', 'CPU: 12 %');
    settle();
    expect(said).toEqual(['polite: CPU: 12 %']);
  });

  it('announces simultaneous changes together', () => {
    for (const key of ['a', 'b', 'c', 'd']) change(key, `${key.toUpperCase()}: 1`);
    settle();
    expect(said).toEqual(['polite: A: 1. B: 1. C: 1. 1 more changed']);
  });

  it('makes one announcement in 20 seconds, with the newest change of each panel', () => {
    change('cpu', 'CPU: 12 %');
    settle();
    for (let second = 1; second <= 19; second += 1) {
      jest.advanceTimersByTime(1_000);
      change('cpu', `CPU: ${second} %`);
    }
    expect(said).toHaveLength(1);
    jest.advanceTimersByTime(1_000);
    expect(said.slice(1)).toEqual(['polite: CPU: 19 %']);
  });

  it('skips outdated changes and then announces the next change at once', () => {
    announcer.say({ key: 'a', text: () => undefined, focused: false });
    settle();
    change('b', 'B: 1');
    settle();
    expect(said).toEqual(['polite: B: 1']);
  });

  it('counts changes beyond the maximum', () => {
    change('a', 'A: 1');
    settle();
    for (const key of ['b', 'c', 'd', 'e', 'f']) change(key, `${key.toUpperCase()}: 1`);
    jest.advanceTimersByTime(20_000);
    expect(said[1]).toBe('polite: B: 1. C: 1. D: 1. 2 more changed');
  });

  it('announces the panel with the focus sooner, and drops other panels', () => {
    change('a', 'A: 1');
    settle();
    change('b', 'B: 1');
    change('c', 'C: 1', true);
    jest.advanceTimersByTime(5_000);
    expect(said.slice(1)).toEqual(['polite: C: 1']);
  });
});
