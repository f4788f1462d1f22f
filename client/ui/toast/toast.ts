import type { Signal } from '@angular/core';

export interface ToastAction {
  readonly label: string;
  readonly run: () => void;
}

export interface ToastOptions {
  readonly action?: ToastAction;
  /** How long it stays; the time stands still while the mouse is over it. */
  readonly ms?: number;
  /** Gives the focus to the action: for when what had it is gone, so that undoing is one key away. */
  readonly focus?: boolean;
  /** Called once when it goes by itself or is closed, not by its action. */
  readonly ended?: () => void;
}

export interface Toast extends ToastOptions {
  readonly id: number;
  readonly text: string;
}

/** What is shown, and what a viewer does with it. */
export interface ToastList {
  readonly toasts: Signal<readonly Toast[]>;
  /** The time of a toast begins anew. */
  run(toast: Toast): void;
  pause(toast: Toast): void;
  /** Its action is taken. */
  act(toast: Toast): void;
  close(toast: Toast): void;
}
