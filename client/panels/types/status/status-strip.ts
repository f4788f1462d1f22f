import { ChangeDetectionStrategy, Component, computed, input } from '@angular/core';
import { isFixed, RANGE_MS, type TimeRange } from '../../../../wire/range';
import { formatSpan } from '../../../i18n/format/format-time';
import { STATE_LABELS, type MarkState } from '../../state-mark/mark-state';

/** The top of a bar on a height of 10. States differ in height as well as in color. */
const TOP: Readonly<Record<MarkState, number>> = { ok: 2, warn: 1, crit: 0, unknown: 5, info: 2 };
const TOP_OF_UNKNOWN = 8;

/** The fraction of the width that a bar fills. */
const WIDTH = 0.72;

interface Bars {
  readonly state: MarkState | 'no-data';
  readonly path: string;
}

/** The history of a state: a bar for each part of the selected range, the oldest first. */
@Component({
  selector: 'bc-status-strip',
  changeDetection: ChangeDetectionStrategy.OnPush,
  template: `
    <svg [attr.viewBox]="'0 0 ' + strip().length + ' 10'" preserveAspectRatio="none" role="img" [ariaLabel]="label()">
      <title>{{ label() }}</title>
      @for (each of bars(); track each.state) {
        <path [class]="each.state" [attr.d]="each.path" />
      }
    </svg>
  `,
  styles: `
    :host {
      display: block;
      min-width: 0;
      /* Time runs from left to right in every language, as in charts. */
      direction: ltr;
      forced-color-adjust: none;
    }
    svg {
      display: block;
      width: 100%;
      height: 18px;
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
    .unknown,
    .no-data {
      fill: var(--faint);
      opacity: 0.7;
    }
  `,
})
export class StatusStrip {
  /** Undefined: the state is not known. */
  readonly strip = input.required<readonly (MarkState | undefined)[]>();
  readonly range = input.required<TimeRange>();

  protected readonly bars = computed<readonly Bars[]>(() => {
    const paths = new Map<Bars['state'], string>();
    this.strip().forEach((state, index) => {
      const top = state === undefined ? TOP_OF_UNKNOWN : TOP[state];
      const bar = `M${(index + (1 - WIDTH) / 2).toFixed(2)} ${top}h${WIDTH}V10h-${WIDTH}z`;
      paths.set(state ?? 'no-data', (paths.get(state ?? 'no-data') ?? '') + bar);
    });
    return [...paths].map(([state, path]) => ({ state, path }));
  });

  protected readonly label = computed(() => {
    const range = this.range();
    const shown = new Set(this.strip());
    const states = (['crit', 'warn', 'unknown', 'ok'] as const).filter((state) => shown.has(state));
    const list = states.map((state) => STATE_LABELS[state]).join(', ') || $localize`no data`;
    if (isFixed(range)) return $localize`In the selected range: ${list}:states:`;
    return $localize`In the last ${formatSpan(RANGE_MS[range])}:span:: ${list}:states:`;
  });
}
