import { LiveAnnouncer } from '@angular/cdk/a11y';
import { DestroyRef, Injectable, inject } from '@angular/core';
import { plural } from '../i18n/plural';
import { NOW } from '../common/ticker';

/** At most one announcement in this time; for what the viewer has the focus in, a shorter one. */
const QUIET_MS = 20_000;
const FOCUSED_QUIET_MS = 5_000;
const AT_MOST = 3;

export interface Spoken {
  /** Replaces what was to be said under the same key. */
  readonly key: string;
  /** Asked for when it is said, which is rarely; undefined if there is nothing to say any more. */
  readonly text: () => string | undefined;
  /** Whether the focus is within what changed: then the rest keeps silent. */
  readonly focused: boolean;
}

/** Tells a screen reader politely what has changed: rarely, and only the newest of each panel. */
@Injectable({ providedIn: 'root' })
export class Announcer {
  private readonly voice = inject(LiveAnnouncer);
  private readonly now = inject(NOW);
  private readonly waiting = new Map<string, Spoken>();
  private spokenAt = -Infinity;
  private timer?: ReturnType<typeof setTimeout>;
  private dueAt = 0;

  constructor() {
    inject(DestroyRef).onDestroy(() => {
      clearTimeout(this.timer);
    });
  }

  say(spoken: Spoken): void {
    this.waiting.set(spoken.key, spoken);
    const focused = [...this.waiting.values()].some((each) => each.focused);
    const dueAt = this.spokenAt + (focused ? FOCUSED_QUIET_MS : QUIET_MS);
    // Forty panels change at once, and all of them wait for the same moment.
    if (this.timer !== undefined && dueAt === this.dueAt) return;
    clearTimeout(this.timer);
    this.dueAt = dueAt;
    const wait = Math.max(0, dueAt - this.now());
    this.timer = setTimeout(() => {
      this.timer = undefined;
      this.speak();
    }, wait);
  }

  private speak(): void {
    const all = [...this.waiting.values()];
    const focused = all.filter((each) => each.focused);
    const said = focused.length > 0 ? focused : all;
    const news = said.map(({ text }) => text()).filter((text) => text !== undefined);
    const more = news.length - AT_MOST;
    const texts = news.slice(0, AT_MOST);
    if (more > 0) texts.push(plural(more, $localize`{COUNT, plural, other {{COUNT} more changed}}`));
    this.waiting.clear();
    if (texts.length === 0) return;
    this.spokenAt = this.now();
    void this.voice.announce(texts.join('. '), 'polite');
  }
}
