import type { Signal } from '@angular/core';

export interface ToastAction {
  readonly label: string;
  readonly run: () => void;
}

export interface ToastOptions {
  readonly action?: ToastAction;
  /** How long the toast is shown. The time pauses while the mouse is over it. */
  readonly durationMs?: number;
  /** Whether the action takes the focus. Use it if the focused element was removed, so that undo is one key away. */
  readonly focus?: boolean;
  /** Called once when the toast expires or is closed, but not when its action is used. */
  readonly onEnd?: () => void;
}

export interface Toast extends ToastOptions {
  readonly id: number;
  readonly text: string;
}

/** The shown toasts and the actions of the user. */
export interface ToastList {
  readonly toasts: Signal<readonly Toast[]>;
  /** Restarts the time of a toast. */
  restart(toast: Toast): void;
  pause(toast: Toast): void;
  /** Runs the action of a toast and removes it. */
  act(toast: Toast): void;
  close(toast: Toast): void;
}
