import { ChangeDetectionStrategy, Component, computed, input } from '@angular/core';
import type { Panel } from '../../../wire/board';
import type { Frame } from '../../../wire/frame';
import type { TimeRange } from '../../../wire/range';
import { FadeOnChange } from '../../ui/fade-on-change';
import type { PanelContent } from '../panel-content';
import { Ago } from '../records/ago';
import { StateMark } from '../records/state-mark';
import { CROWD, readStatus } from './status-data';

/** From so many entries on each one has less room, and the whole needs a sum. */
const MANY = 13;

/**
 * What is well and what is not: one state in large, a list of a dozen, or a field of two hundred. Options:
 * see `readStatus`.
 */
@Component({
  selector: 'bc-status-panel',
  imports: [Ago, FadeOnChange, StateMark],
  changeDetection: ChangeDetectionStrategy.OnPush,
  templateUrl: './status-panel.html',
  styleUrl: './status-panel.scss',
})
export class StatusPanel implements PanelContent {
  readonly panel = input.required<Panel>();
  readonly frame = input.required<Frame>();
  readonly range = input.required<TimeRange>();

  protected readonly grid = computed(() => {
    const { query, options } = this.panel();
    return readStatus(this.frame(), query, options);
  });

  protected readonly density = computed(() => {
    const count = this.grid().entries.length;
    return count === 1 ? 'one' : count < MANY ? 'few' : count < CROWD ? 'many' : 'crowd';
  });

  protected readonly summed = computed(() => this.grid().entries.length >= MANY);
}
