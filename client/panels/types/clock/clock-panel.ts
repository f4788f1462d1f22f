import { ChangeDetectionStrategy, Component, computed, inject, input } from '@angular/core';
import { deepEqual } from '../../../../wire/deep-equal';
import type { Panel } from '../../../../wire/schemas/board';
import type { Frame } from '../../../../wire/schemas/frame';
import type { TimeRange } from '../../../../wire/range';
import type { PanelContent } from '../../panel-content';
import { ServerTime } from '../../time/server-time';
import { readClock } from './clock-data';

/**
 * The current time by the server's clock, because the clock of a TV screen may be wrong by hours. Options: see
 * `readClock`.
 */
@Component({
  selector: 'bc-clock-panel',
  changeDetection: ChangeDetectionStrategy.OnPush,
  template: `
    @if (reading().problem; as problem) {
      <p class="problem">{{ problem }}</p>
    } @else {
      <p class="time" [style.--chars]="width()">
        @for (part of reading().time; track $index) {
          <span [class.small]="part.small">{{ part.text }}</span>
        }
      </p>
      @if (below(); as below) {
        <p class="below" [title]="below">{{ below }}</p>
      }
    }
  `,
  styleUrl: './clock-panel.scss',
})
export class ClockPanel implements PanelContent {
  readonly panel = input.required<Panel>();
  readonly frame = input.required<Frame>();
  readonly range = input.required<TimeRange>();

  private readonly time = inject(ServerTime);

  /** Evaluated each second, but changes only with the text. */
  protected readonly reading = computed(() => readClock(this.time.now(), this.panel().options), { equal: deepEqual });

  protected readonly width = computed(() =>
    this.reading().time.reduce((sum, { text, small }) => sum + text.length * (small ? 0.5 : 1), 0),
  );

  protected readonly below = computed(() => {
    const { date, place } = this.reading();
    return [place, date].filter((text) => text !== undefined).join(' · ');
  });
}
