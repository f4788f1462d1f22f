import { ChangeDetectionStrategy, Component, computed, input, output } from '@angular/core';
import type { InputError } from '../../../wire/problem';
import type { PanelOptions } from '../../panels/options';
import { thresholdsOf } from '../../panels/thresholds';
import { Combobox } from '../../ui/combobox/combobox';
import type { Suggestion } from '../../ui/combobox/suggest';
import { CheckField } from '../../ui/form/check-field';
import { SelectField } from '../../ui/form/select-field';
import { TextField } from '../../ui/form/text-field';
import { errorAt } from './field-errors';
import { optionFieldsOf } from './option-fields';
import { withField } from './queries';
import { ThresholdsField } from './thresholds-field';
import { unitSuggestions } from './units';

/** The options that panels of a type have. What the panel holds beside them (for another type, or by hand) is kept. */
@Component({
  selector: 'bc-options-form',
  imports: [CheckField, Combobox, SelectField, TextField, ThresholdsField],
  changeDetection: ChangeDetectionStrategy.OnPush,
  templateUrl: './options-form.html',
  styleUrl: './fields.scss',
})
export class OptionsForm {
  readonly type = input.required<string>();
  readonly options = input.required<PanelOptions>();
  readonly errors = input.required<readonly InputError[]>();
  readonly optionsChange = output<Record<string, unknown>>();

  protected readonly fields = computed(() => optionFieldsOf(this.type()));
  protected readonly thresholds = computed(() => thresholdsOf(this.options()));
  protected readonly units = unitSuggestions();
  protected readonly zones: readonly Suggestion[] = ['UTC', ...Intl.supportedValuesOf('timeZone')].map((value) => ({
    value,
  }));

  protected text(name: string): string {
    const value = this.options()[name];
    return typeof value === 'string' ? value : '';
  }

  protected error(name: string): string | undefined {
    return errorAt(this.errors(), `options.${name}`);
  }

  protected set(name: string, value: unknown): void {
    this.optionsChange.emit(withField({ ...this.options() }, name, value));
  }
}
