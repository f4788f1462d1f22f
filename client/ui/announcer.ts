import { LiveAnnouncer } from '@angular/cdk/a11y';
import { DestroyRef, Injectable, inject } from '@angular/core';
import { plural } from '../i18n/plural';
import { NOW } from '../common/ticker';

/** Minimum time between two announcements. It is shorter for the panel with the focus. */
const INTERVAL_MS = 20_000;
const FOCUSED_INTERVAL_MS = 5_000;
/** Maximum number of messages in one announcement. */
const MAX_MESSAGES = 3;

export interface Announcement {
  /** Replaces a pending announcement with the same key. */
  readonly key: string;
  /**
   * Returns the text. Called only when it is announced, which is rare. Undefined if there is nothing to announce any more.
   */
  readonly text: () => string | undefined;
  /** Whether the focus is within the changed element. Other announcements are then dropped. */
  readonly focused: boolean;
}

/** Announces changes to screen readers: politely, rarely, and only the newest change of each panel. */
@Injectable({ providedIn: 'root' })
export class Announcer {
  private readonly liveAnnouncer = inject(LiveAnnouncer);
  private readonly now = inject(NOW);
  private readonly pending = new Map<string, Announcement>();
  private announcedAt = -Infinity;
  private timer?: ReturnType<typeof setTimeout>;
  private dueAt = 0;

  constructor() {
    inject(DestroyRef).onDestroy(() => {
      clearTimeout(this.timer);
    });
  }

  say(announcement: Announcement): void {
    this.pending.set(announcement.key, announcement);
    const focused = [...this.pending.values()].some((each) => each.focused);
    const dueAt = this.announcedAt + (focused ? FOCUSED_INTERVAL_MS : INTERVAL_MS);
    // Many panels may change at the same time. They share one timer.
    if (this.timer !== undefined && dueAt === this.dueAt) return;
    clearTimeout(this.timer);
    this.dueAt = dueAt;
    const wait = Math.max(0, dueAt - this.now());
    this.timer = setTimeout(() => {
      this.timer = undefined;
      this.announcePending();
    }, wait);
  }

  private announcePending(): void {
    const all = [...this.pending.values()];
    const focused = all.filter((each) => each.focused);
    const announced = focused.length > 0 ? focused : all;
    const current = announced.map(({ text }) => text()).filter((text) => text !== undefined);
    const more = current.length - MAX_MESSAGES;
    const messages = current.slice(0, MAX_MESSAGES);
    if (more > 0) messages.push(plural(more, $localize`{COUNT, plural, other {{COUNT} more changed}}`));
    this.pending.clear();
    if (messages.length === 0) return;
    this.announcedAt = this.now();
    void this.liveAnnouncer.announce(messages.join('. '), 'polite');
  }
}
