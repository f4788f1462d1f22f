import { ChangeDetectionStrategy, Component, computed, input } from '@angular/core';
import type { Panel } from '../../../../wire/schemas/board';
import type { Frame } from '../../../../wire/schemas/frame';
import type { TimeRange } from '../../../../wire/range';
import { FadeOnChange } from '../../../ui/viewport/fade-on-change';
import { OverflowSummary } from '../../overflow/overflow-summary';
import type { PanelContent } from '../../panel-content';
import { readBars } from './bars-data';

/** Values as horizontal bars, the largest first. */
@Component({
  selector: 'bc-bars-panel',
  imports: [FadeOnChange, OverflowSummary],
  changeDetection: ChangeDetectionStrategy.OnPush,
  template: `
    <!-- Scrollable, so it must be reachable by keyboard (WCAG 2.1.1). -->
    <div #scroller class="scroll" tabindex="0" role="group" i18n-ariaLabel ariaLabel="{{ panel().title }}, bars">
      <ul class="value-tone" [attr.aria-label]="panel().title">
        @for (bar of list().bars; track bar.key) {
          <li>
            <span class="label" [title]="bar.label">{{ bar.label }}</span>
            <span class="track"
              ><span
                class="fill"
                [class]="bar.state ?? 'plain'"
                [style.margin-inline-start.%]="bar.from * 100"
                [style.width.%]="(bar.to - bar.from) * 100"
              ></span
            ></span>
            <span class="number">
              @if (bar.state === 'warn' || bar.state === 'crit') {
                <span class="mark" [class]="bar.state"></span>
              }
              <span [bcFadeOnChange]="bar.text">{{ bar.text }}</span>
            </span>
          </li>
        }
      </ul>
    </div>
    <bc-overflow-summary [scroller]="scroller" [items]="'li'" [states]="list().states" />
  `,
  styleUrl: './bars-panel.scss',
})
export class BarsPanel implements PanelContent {
  readonly panel = input.required<Panel>();
  readonly frame = input.required<Frame>();
  readonly range = input.required<TimeRange>();

  protected readonly list = computed(() => {
    const { query, options } = this.panel();
    return readBars(this.frame(), query, options);
  });
}
