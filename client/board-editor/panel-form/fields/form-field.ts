import { ChangeDetectionStrategy, Component, computed, input, output } from '@angular/core';
import { thresholdsOf } from '../../../panels/options/thresholds';
import { Combobox } from '../../../ui/combobox/combobox';
import { CheckField } from '../../../ui/form/check-field';
import { SelectField } from '../../../ui/form/select-field';
import { TextField } from '../../../ui/form/text-field';
import type { FormField as Field } from './form-field-types';
import { ThresholdsField } from './thresholds-field';

/** A form field of any kind. Emits only valid values; undefined means that the field is empty. */
@Component({
  selector: 'bc-form-field',
  imports: [CheckField, Combobox, SelectField, TextField, ThresholdsField],
  changeDetection: ChangeDetectionStrategy.OnPush,
  templateUrl: './form-field.html',
  styles: ':host { display: contents }',
  host: { '[attr.data-field]': 'path()' },
})
export class FormField {
  readonly field = input.required<Field>();
  /** The path of the field, which is unique on the page. */
  readonly path = input.required<string>();
  readonly values = input.required<Readonly<Record<string, unknown>>>();
  readonly problem = input<string>();
  readonly valueChange = output<unknown>();

  protected readonly thresholds = computed(() => thresholdsOf(this.values()));

  protected readonly suggestions = computed(() => {
    const field = this.field();
    return field.kind === 'suggest' ? field.suggestions() : [];
  });

  protected textOf(name: string): string {
    const value = this.values()[name];
    return typeof value === 'string' ? value : '';
  }

  protected set(value: unknown): void {
    this.valueChange.emit(value);
  }
}
