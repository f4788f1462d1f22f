import {
  ChangeDetectionStrategy,
  Component,
  computed,
  effect,
  inject,
  input,
  linkedSignal,
  output,
  untracked,
} from '@angular/core';
import { deepEqual } from '../../../wire/deep-equal';
import { type Codec, isProblem } from './codecs';
import { FieldIds } from './field-ids';
import { InvalidInputs } from './invalid-inputs';

/**
 * A labeled text field for any value that has a text form. It emits each valid value at once. Invalid text stays in the field
 * with a message, and in `InvalidInputs` if there is one, so that it is kept while the field does not exist. A new value that
 * equals the parsed text leaves the text as it is.
 */
@Component({
  selector: 'bc-text-field',
  changeDetection: ChangeDetectionStrategy.OnPush,
  template: `
    <label class="label" [for]="ids.control">{{ label() }}</label>
    @if (lines() > 1) {
      <textarea
        #area
        class="control"
        spellcheck="false"
        [class.code]="code()"
        [id]="ids.control"
        [rows]="lines()"
        [value]="draft()"
        [placeholder]="placeholder()"
        [attr.aria-invalid]="problem() !== undefined"
        [attr.aria-describedby]="ids.describedBy(hint(), problem())"
        (input)="write(area.value)"
      ></textarea>
    } @else {
      <input
        #line
        class="control"
        type="text"
        autocomplete="off"
        [id]="ids.control"
        [value]="draft()"
        [placeholder]="placeholder()"
        [attr.maxlength]="maxLength()"
        [attr.inputmode]="numeric() ? 'decimal' : null"
        [attr.aria-invalid]="problem() !== undefined"
        [attr.aria-describedby]="ids.describedBy(hint(), problem())"
        (input)="write(line.value)"
        (change)="reformat()"
      />
    }
    @if (hint(); as hint) {
      <p class="hint" [id]="ids.hint">{{ hint }}</p>
    }
    @if (problem(); as problem) {
      <p class="problem" [id]="ids.problem">{{ problem }}</p>
    }
  `,
  styleUrl: './field.scss',
  host: { '[attr.data-field]': 'name()' },
})
export class TextField<T> {
  readonly label = input.required<string>();
  /** A name that is unique on the page. */
  readonly name = input<string>();
  readonly codec = input.required<Codec<T>>();
  /** Undefined if the field is empty. */
  readonly value = input.required<T | undefined>();
  readonly hint = input<string>();
  readonly placeholder = input('');
  /** A message of the server about the value. */
  readonly error = input<string>();
  readonly lines = input(1);
  readonly code = input(false);
  readonly numeric = input(false);
  /** Maximum number of characters. */
  readonly maxLength = input<number | null>(null);

  readonly valueChange = output<T | undefined>();

  protected readonly ids = new FieldIds();
  private readonly invalidInputs = inject(InvalidInputs, { optional: true });
  /** The text that the user typed last, and the last emitted value, if any. */
  private typed?: { readonly text: string; readonly emitted?: { readonly value: T | undefined } | undefined };
  protected readonly draft = linkedSignal<T | undefined, string>({
    source: this.value,
    computation: (value, previous) => {
      if (previous !== undefined) {
        const parsed = this.codec().parse(previous.value);
        if (!isProblem(parsed) && deepEqual(parsed.value, value)) return previous.value;
        // The emitted value comes back after more was typed.
        const { text, emitted } = this.typed ?? {};
        if (previous.value === text && emitted && deepEqual(emitted.value, value)) return previous.value;
      } else {
        const invalid = untracked(() => this.invalidInputs?.get(this.name() ?? ''));
        if (invalid !== undefined) return invalid;
      }
      return value === undefined ? '' : this.codec().format(value);
    },
  });
  private readonly ownProblem = computed(() => {
    const parsed = this.codec().parse(this.draft());
    return isProblem(parsed) ? parsed.problem : undefined;
  });
  protected readonly problem = computed(() => this.ownProblem() ?? this.error());

  constructor() {
    effect(() => {
      const [name, text, problem, label] = [this.name(), this.draft(), this.ownProblem(), this.label()];
      if (name === undefined) return;
      untracked(() => this.invalidInputs?.set(name, problem === undefined ? undefined : { label, text, problem }));
    });
  }

  /** Shows the number as it was parsed, once typing ends. */
  protected reformat(): void {
    const parsed = this.codec().parse(this.draft());
    if (!this.numeric() || isProblem(parsed) || parsed.value === undefined) return;
    this.draft.set(this.codec().format(parsed.value));
  }

  protected write(text: string): void {
    this.draft.set(text);
    const parsed = this.codec().parse(text);
    this.typed = { text, emitted: isProblem(parsed) ? this.typed?.emitted : { value: parsed.value } };
    if (!isProblem(parsed) && !deepEqual(parsed.value, this.value())) this.valueChange.emit(parsed.value);
  }
}
