import { ChangeDetectionStrategy, Component, computed, input, output } from '@angular/core';
import { deepEqual } from '../../../wire/deep-equal';
import { FieldIds } from './field-ids';

export interface Choice<T> {
  /** Undefined if the choice means that the field is empty. */
  readonly value: T | undefined;
  readonly label: string;
}

/** A labeled select element. A value that is not one of the choices is added to them, so that it is not lost. */
@Component({
  selector: 'bc-select-field',
  changeDetection: ChangeDetectionStrategy.OnPush,
  template: `
    <label class="label" [for]="ids.control">{{ label() }}</label>
    <select
      #select
      class="control"
      [id]="ids.control"
      [attr.aria-invalid]="error() !== undefined"
      [attr.aria-describedby]="ids.describedBy(hint(), error())"
      (change)="choose(select.selectedIndex)"
    >
      @for (choice of shown(); track $index) {
        <option [selected]="choice === chosen()">{{ choice.label }}</option>
      }
    </select>
    @if (hint(); as hint) {
      <p class="hint" [id]="ids.hint">{{ hint }}</p>
    }
    @if (error(); as error) {
      <p class="problem" [id]="ids.problem">{{ error }}</p>
    }
  `,
  styleUrl: './field.scss',
})
export class SelectField<T> {
  readonly label = input.required<string>();
  readonly choices = input.required<readonly Choice<T>[]>();
  readonly value = input.required<T | undefined>();
  readonly hint = input<string>();
  readonly error = input<string>();
  readonly valueChange = output<T | undefined>();

  protected readonly ids = new FieldIds();
  protected readonly shown = computed<readonly Choice<T>[]>(() => {
    const value = this.value();
    const isListed = this.choices().some((choice) => deepEqual(choice.value, value));
    return isListed ? this.choices() : [...this.choices(), { value, label: textOf(value) }];
  });
  protected readonly chosen = computed(() => this.shown().find(({ value }) => deepEqual(value, this.value())));

  protected choose(index: number): void {
    this.valueChange.emit(this.shown()[index]?.value);
  }
}

function textOf(value: unknown): string {
  return typeof value === 'string' ? value : JSON.stringify(value);
}
