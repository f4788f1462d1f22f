import { ChangeDetectionStrategy, Component, computed, input, linkedSignal, output } from '@angular/core';
import { FormField } from './form-field';
import type { FormField as Field } from './form-field-types';

/** A changed field. An undefined value means that the field is empty. */
export interface FieldChange {
  readonly name: string;
  readonly value: unknown;
}

/** A list of fields. Rarely used fields are in a section “More”. */
@Component({
  selector: 'bc-field-list',
  imports: [FormField],
  changeDetection: ChangeDetectionStrategy.OnPush,
  templateUrl: './field-list.html',
  styleUrl: './field-list.scss',
})
export class FieldList {
  readonly fields = input.required<readonly Field[]>();
  /** Prefix of the paths of the fields; see `FormField.path`. */
  readonly path = input.required<string>();
  readonly values = input.required<Readonly<Record<string, unknown>>>();
  /** Messages about invalid values, by field name. */
  readonly problems = input.required<Readonly<Record<string, string | undefined>>>();
  readonly fieldChange = output<FieldChange>();

  protected readonly shown = computed(() => this.fields().filter(({ more }) => more !== true));
  protected readonly rest = computed(() => this.fields().filter(({ more }) => more === true));
  /** The section opens if one of its fields has a value, and stays open once it was opened. */
  protected readonly isRestOpen = linkedSignal<boolean, boolean>({
    source: () => this.rest().some(({ name }) => this.values()[name] !== undefined),
    computation: (given, before) => given || before?.value === true,
  });
}
