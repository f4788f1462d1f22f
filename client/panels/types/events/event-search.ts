import { ChangeDetectionStrategy, Component, input, model } from '@angular/core';
import { STATE_LABELS, type MarkState } from '../../state-mark/mark-state';
import type { EventFilter } from './event-filter';

/** The levels of events, the worst first. */
const LEVELS: readonly MarkState[] = ['crit', 'warn', 'ok', 'info'];

/** A search field and a level filter for a list of events. */
@Component({
  selector: 'bc-event-search',
  changeDetection: ChangeDetectionStrategy.OnPush,
  template: `
    <input
      #text
      type="search"
      class="control"
      i18n-placeholder
      placeholder="Search events"
      i18n-ariaLabel
      ariaLabel="Search events"
      [value]="filter().text"
      (input)="filter.set({ text: text.value, level: filter().level })"
    />
    <select
      #level
      class="control"
      i18n-ariaLabel
      ariaLabel="Level"
      (change)="filter.set({ text: filter().text, level: levels[level.selectedIndex - 1] })"
    >
      <option i18n [selected]="filter().level === undefined">All levels</option>
      @for (each of levels; track each) {
        <option [selected]="filter().level === each">{{ labels[each] }}</option>
      }
    </select>
    <p class="count" role="status" i18n>{{ matching() }} of {{ all() }}</p>
  `,
  styleUrl: './event-search.scss',
})
export class EventSearch {
  readonly filter = model.required<EventFilter>();
  readonly matching = input.required<number>();
  readonly all = input.required<number>();

  protected readonly levels = LEVELS;
  protected readonly labels = STATE_LABELS;
}
