import { ChangeDetectionStrategy, Component, computed, input, output } from '@angular/core';
import { numberCodec } from '../../../ui/form/codecs';
import { TextField } from '../../../ui/form/text-field';
import { lowIsBad, type Thresholds } from '../../../panels/options/thresholds';

/** Edits the warning and critical thresholds of a panel. */
@Component({
  selector: 'bc-thresholds-field',
  imports: [TextField],
  changeDetection: ChangeDetectionStrategy.OnPush,
  template: `
    <div class="pair">
      <div class="limit">
        <span class="mark warn"></span>
        <bc-text-field
          i18n-label
          label="Warning from"
          i18n-placeholder
          placeholder="never"
          [numeric]="true"
          [codec]="codec"
          [name]="path() + '.warn'"
          [value]="value()?.warn"
          (valueChange)="set('warn', $event)"
        />
      </div>
      <div class="limit">
        <span class="mark crit"></span>
        <bc-text-field
          i18n-label
          label="Critical from"
          i18n-placeholder
          placeholder="never"
          [numeric]="true"
          [codec]="codec"
          [name]="path() + '.crit'"
          [value]="value()?.crit"
          (valueChange)="set('crit', $event)"
        />
      </div>
    </div>
    <p class="hint">{{ hint() }}</p>
    @if (error(); as error) {
      <p class="problem">{{ error }}</p>
    }
  `,
  styles: `
    .pair {
      display: grid;
      grid-template-columns: 1fr 1fr;
      gap: 10px;
      align-items: start;
    }
    .limit {
      position: relative;
      min-width: 0;
    }
    .mark {
      position: absolute;
      top: 5px;
      inset-inline-end: 4px;
    }
    .hint,
    .problem {
      margin-top: 4px;
      color: var(--muted);
      font-size: 12px;
    }
    .problem {
      color: var(--crit);
    }
  `,
})
export class ThresholdsField {
  readonly value = input.required<Thresholds | undefined>();
  /** Prefix of the names of both fields, which is unique on the page. */
  readonly path = input.required<string>();
  readonly error = input<string>();
  readonly valueChange = output<Thresholds | undefined>();
  protected readonly codec = numberCodec();

  protected readonly hint = computed(() => {
    const thresholds = this.value();
    if (thresholds !== undefined && lowIsBad(thresholds)) return $localize`Reached at these values or below.`;
    return $localize`Reached at these values or above. To warn on low values, set critical below warning.`;
  });

  protected set(limit: 'warn' | 'crit', value: number | undefined): void {
    // An empty limit is left out, which keeps the board definition short.
    const thresholds: Record<string, unknown> = { ...this.value(), [limit]: value };
    const defined = Object.entries(thresholds).filter(([, each]) => each !== undefined);
    this.valueChange.emit(defined.length === 0 ? undefined : Object.fromEntries(defined));
  }
}
