import { ChangeDetectionStrategy, Component, computed, inject, input } from '@angular/core';
import { ServerTime } from './server-time';
import { agoText, spanText, formatDate, formatRecordTime } from './record-time';

/** How long ago something was, or how long it has lasted. The tooltip shows the exact time. */
@Component({
  selector: 'bc-relative-time',
  changeDetection: ChangeDetectionStrategy.OnPush,
  template: `<time [attr.datetime]="iso()" [title]="exact()">{{ text() }}</time>`,
  styles: `
    :host {
      white-space: nowrap;
    }
  `,
})
export class RelativeTime {
  /** ms since 1970 by the server's clock; a valid time. */
  readonly at = input.required<number>();
  readonly as = input<'ago' | 'span'>('ago');
  /** `2026-12-06` if only the date is known. */
  readonly date = input<string>();

  private readonly time = inject(ServerTime);
  protected readonly iso = computed(() => this.date() ?? new Date(this.at()).toISOString());
  protected readonly exact = computed(() => {
    const date = this.date();
    return date === undefined ? formatRecordTime(this.at()) : formatDate(date);
  });
  protected readonly text = computed(() => (this.as() === 'ago' ? agoText : spanText)(this.at(), this.time.now()));
}
