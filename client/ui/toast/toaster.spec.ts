import { ApplicationRef } from '@angular/core';
import { TestBed } from '@angular/core/testing';
import { afterEach, beforeEach, describe, expect, it, jest } from '@jest/globals';
import { Toaster } from './toaster';

describe('Toaster', () => {
  let toaster: Toaster;
  let ended: number;

  beforeEach(() => {
    jest.useFakeTimers();
    ended = 0;
    toaster = TestBed.inject(Toaster);
  });

  afterEach(() => {
    document.querySelector('bc-toasts')?.remove();
    jest.useRealTimers();
  });

  const show = (action?: () => void): (() => void) =>
    toaster.show('Deleted “Shop”', {
      ms: 10_000,
      focus: true,
      ended: () => (ended += 1),
      action: action && { label: 'Undo', run: action },
    });
  const button = (label: string): HTMLButtonElement | undefined => {
    TestBed.inject(ApplicationRef).tick();
    return [...document.querySelectorAll<HTMLButtonElement>('bc-toasts button')].find(
      (each) => (each.getAttribute('aria-label') ?? each.textContent.trim()) === label,
    );
  };

  it('goes by itself when its time is over, and says so once', () => {
    show();
    jest.advanceTimersByTime(9_999);
    expect([toaster.toasts().length, ended]).toEqual([1, 0]);
    jest.advanceTimersByTime(1);
    expect([toaster.toasts().length, ended]).toEqual([0, 1]);
  });

  it('puts the focus on its action, and does not end when that is taken', () => {
    let undone = 0;
    show(() => (undone += 1));
    const undo = button('Undo');
    expect(document.activeElement).toBe(undo);
    undo?.click();
    jest.advanceTimersByTime(20_000);
    expect([undone, ended, toaster.toasts().length]).toEqual([1, 0, 0]);
  });

  it('stays while the mouse is over it, and ends when it is closed', () => {
    show();
    const toast = button('Close')?.closest('.toast');
    toast?.dispatchEvent(new Event('pointerenter'));
    jest.advanceTimersByTime(60_000);
    expect(toaster.toasts()).toHaveLength(1);
    button('Close')?.click();
    expect([toaster.toasts().length, ended]).toEqual([0, 1]);
  });

  it('can be taken away by whoever showed it, without ending', () => {
    const drop = show();
    drop();
    jest.advanceTimersByTime(20_000);
    expect([toaster.toasts().length, ended]).toEqual([0, 0]);
  });
});
