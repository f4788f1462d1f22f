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
      durationMs: 10_000,
      focus: true,
      onEnd: () => (ended += 1),
      action: action && { label: 'Undo', run: action },
    });
  const button = (label: string): HTMLButtonElement | undefined => {
    TestBed.inject(ApplicationRef).tick();
    return [...document.querySelectorAll<HTMLButtonElement>('bc-toasts button')].find(
      (each) => (each.getAttribute('aria-label') ?? each.textContent.trim()) === label,
    );
  };

  it('removes a toast when its time is over, and calls ended once', () => {
    show();
    jest.advanceTimersByTime(9_999);
    expect([toaster.toasts().length, ended]).toEqual([1, 0]);
    jest.advanceTimersByTime(1);
    expect([toaster.toasts().length, ended]).toEqual([0, 1]);
  });

  it('focuses the action, and does not call ended when it is used', () => {
    let undone = 0;
    show(() => (undone += 1));
    const undo = button('Undo');
    expect(document.activeElement).toBe(undo);
    undo?.click();
    jest.advanceTimersByTime(20_000);
    expect([undone, ended, toaster.toasts().length]).toEqual([1, 0, 0]);
  });

  it('keeps a toast while the mouse is over it, and calls ended when it is closed', () => {
    show();
    const toast = button('Close')?.closest('.toast');
    toast?.dispatchEvent(new Event('pointerenter'));
    jest.advanceTimersByTime(60_000);
    expect(toaster.toasts()).toHaveLength(1);
    button('Close')?.click();
    expect([toaster.toasts().length, ended]).toEqual([0, 1]);
  });

  it('removes a toast through the returned function without calling ended', () => {
    const drop = show();
    drop();
    jest.advanceTimersByTime(20_000);
    expect([toaster.toasts().length, ended]).toEqual([0, 0]);
  });
});
