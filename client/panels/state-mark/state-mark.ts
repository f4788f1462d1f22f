import { ChangeDetectionStrategy, Component, computed, input } from '@angular/core';
import { STATE_LABELS, type MarkState } from './mark-state';

/** On a 12 x 12 grid, with about the same area: circle, diamond, square, ring and bar. */
const SHAPES: Readonly<Record<MarkState, string>> = {
  ok: 'M6 1a5 5 0 1 0 0 10a5 5 0 0 0 0-10',
  warn: 'M6 0.2 11.8 6 6 11.8 0.2 6z',
  crit: 'M2.3 1.3h7.4a1 1 0 0 1 1 1v7.4a1 1 0 0 1-1 1h-7.4a1 1 0 0 1-1-1v-7.4a1 1 0 0 1 1-1z',
  unknown: 'M6 2a4 4 0 1 0 0 8a4 4 0 0 0 0-8',
  info: 'M2.6 4.2h6.8a1.8 1.8 0 0 1 0 3.6h-6.8a1.8 1.8 0 0 1 0-3.6z',
};

/** A state as a shape and a color, with its name for screen readers. Sized by the font. */
@Component({
  selector: 'bc-state-mark',
  changeDetection: ChangeDetectionStrategy.OnPush,
  template: `
    <svg viewBox="0 0 12 12" aria-hidden="true" focusable="false" [class]="state()"><path [attr.d]="shape()" /></svg>
    @if (labeled()) {
      <span class="visually-hidden">{{ label() }}</span>
    }
  `,
  styles: `
    :host {
      display: inline-flex;
      position: relative;
      flex: none;
      width: 0.8em;
      height: 0.8em;
      forced-color-adjust: none;
    }
    svg {
      width: 100%;
      height: 100%;
      overflow: visible;
    }
    .ok {
      fill: var(--ok-fill);
    }
    .warn {
      fill: var(--warn-fill);
    }
    .crit {
      fill: var(--crit-fill);
    }
    .info {
      fill: var(--c1);
    }
    .unknown {
      fill: none;
      stroke: var(--faint);
      stroke-width: 2;
    }
  `,
})
export class StateMark {
  readonly state = input.required<MarkState>();
  /** Whether screen readers get the name of the state. Not needed if the name is written beside the mark. */
  readonly labeled = input(true);

  protected readonly shape = computed(() => SHAPES[this.state()]);
  protected readonly label = computed(() => STATE_LABELS[this.state()]);
}
