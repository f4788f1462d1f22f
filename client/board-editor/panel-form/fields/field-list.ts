import { ChangeDetectionStrategy, Component, computed, input, linkedSignal, output } from '@angular/core';
import { FormField } from './form-field';
import type { FormField as Field } from './form-field-types';

/** A member that was filled in; undefined: it is not given. */
export interface FilledIn {
  readonly name: string;
  readonly value: unknown;
}

/** Fields one below the other; those that few need wait under “More”. */
@Component({
  selector: 'bc-field-list',
  imports: [FormField],
  changeDetection: ChangeDetectionStrategy.OnPush,
  templateUrl: './field-list.html',
  styleUrl: './field-list.scss',
})
export class FieldList {
  readonly fields = input.required<readonly Field[]>();
  /** What its fields are part of; see `FormField.path`. */
  readonly path = input.required<string>();
  readonly values = input.required<Readonly<Record<string, unknown>>>();
  /** What is wrong, by name. */
  readonly problems = input.required<Readonly<Record<string, string | undefined>>>();
  readonly filledIn = output<FilledIn>();

  protected readonly shown = computed(() => this.fields().filter(({ more }) => more !== true));
  protected readonly rest = computed(() => this.fields().filter(({ more }) => more === true));
  /** What is given is seen; and what was opened stays open. */
  protected readonly isRestOpen = linkedSignal<boolean, boolean>({
    source: () => this.rest().some(({ name }) => this.values()[name] !== undefined),
    computation: (given, before) => given || before?.value === true,
  });
}
