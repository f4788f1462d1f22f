import { ChangeDetectionStrategy, Component, computed, input, linkedSignal, output } from '@angular/core';
import { sameJson } from '../same-json';
import { type Codec, isProblem } from './codecs';
import { FieldIds } from './field-ids';

/**
 * A labelled text field for any value that can be written down. Each text that means something comes out at once; one
 * that does not stays, with words. A value that comes in and means what is written already leaves the writing alone.
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
        [attr.maxlength]="most()"
        [attr.inputmode]="numeric() ? 'decimal' : null"
        [attr.aria-invalid]="problem() !== undefined"
        [attr.aria-describedby]="ids.describedBy(hint(), problem())"
        (input)="write(line.value)"
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
})
export class TextField<T> {
  readonly label = input.required<string>();
  readonly codec = input.required<Codec<T>>();
  /** Undefined where nothing is given. */
  readonly value = input.required<T | undefined>();
  readonly hint = input<string>();
  readonly placeholder = input('');
  /** What somebody else found wrong with the value. */
  readonly error = input<string>();
  readonly lines = input(1);
  readonly code = input(false);
  readonly numeric = input(false);
  /** Characters at most. */
  readonly most = input<number | null>(null);

  readonly valueChange = output<T | undefined>();

  protected readonly ids = new FieldIds();
  protected readonly draft = linkedSignal<T | undefined, string>({
    source: this.value,
    computation: (value, previous) => {
      if (previous !== undefined) {
        const parsed = this.codec().parse(previous.value);
        if (!isProblem(parsed) && sameJson(parsed.value, value)) return previous.value;
      }
      return value === undefined ? '' : this.codec().format(value);
    },
  });
  protected readonly problem = computed(() => {
    const parsed = this.codec().parse(this.draft());
    return isProblem(parsed) ? parsed.problem : this.error();
  });

  protected write(text: string): void {
    this.draft.set(text);
    const parsed = this.codec().parse(text);
    if (!isProblem(parsed) && !sameJson(parsed.value, this.value())) this.valueChange.emit(parsed.value);
  }
}
