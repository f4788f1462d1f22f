import { ChangeDetectionStrategy, Component, input, model } from '@angular/core';
import { STATE_LABELS, type MarkState } from '../state-mark/mark-state';
import type { EventFilter } from './event-filter';

/** The levels that events have, the worst first. */
const LEVELS: readonly MarkState[] = ['crit', 'warn', 'ok', 'info'];

/** Narrows a feed to what somebody looks for. */
@Component({
  selector: 'bc-event-search',
  changeDetection: ChangeDetectionStrategy.OnPush,
  template: `
    <input
      #text
      type="search"
      class="control"
      i18n-placeholder
      placeholder="Find in these events"
      i18n-ariaLabel
      ariaLabel="Find in these events"
      [value]="wish().text"
      (input)="wish.set({ text: text.value, level: wish().level })"
    />
    <select
      #level
      class="control"
      i18n-ariaLabel
      ariaLabel="Level"
      (change)="wish.set({ text: wish().text, level: levels[level.selectedIndex - 1] })"
    >
      <option i18n [selected]="wish().level === undefined">All levels</option>
      @for (each of levels; track each) {
        <option [selected]="wish().level === each">{{ words[each] }}</option>
      }
    </select>
    <p class="count" role="status" i18n>{{ found() }} of {{ all() }}</p>
  `,
  styleUrl: './event-search.scss',
})
export class EventSearch {
  readonly wish = model.required<EventFilter>();
  readonly found = input.required<number>();
  readonly all = input.required<number>();

  protected readonly levels = LEVELS;
  protected readonly words = STATE_LABELS;
}
