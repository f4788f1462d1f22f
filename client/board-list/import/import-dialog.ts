import { DIALOG_DATA, DialogRef } from '@angular/cdk/dialog';
import { ChangeDetectionStrategy, Component, inject, signal } from '@angular/core';
import type { InputError } from '../../../wire/problem';
import { focusInvalid } from '../../ui/form/focus-invalid';
import { TextField } from '../../ui/form/text-field';
import { nextSlug } from '../board-file';
import { SLUG } from '../slug-codec';

/** Why a file did not become a board. */
export interface ImportTrouble {
  readonly file: string;
  readonly detail: string;
  readonly errors: readonly InputError[];
  /** The address that is in use already: with another one it would work. */
  readonly taken?: string;
}

/** Says what is wrong with a board's file; where only its address is taken, asks for another. */
@Component({
  selector: 'bc-import-dialog',
  imports: [TextField],
  changeDetection: ChangeDetectionStrategy.OnPush,
  template: `
    <form #form class="sheet dialog" (submit)="$event.preventDefault(); again(form)">
      <h2 id="import-heading" i18n>“{{ trouble.file }}” was not imported</h2>
      @if (trouble.taken === undefined) {
        @for (error of trouble.errors; track $index) {
          <p class="error">
            <code>{{ error.path || file }}</code> {{ error.message }}
          </p>
        } @empty {
          <p>{{ trouble.detail }}</p>
        }
      } @else {
        <p i18n>
          There is a board at /boards/{{ trouble.taken }} already, and it stays as it is. Give this one another address.
        </p>
        <bc-text-field
          i18n-label
          label="Address"
          [codec]="codec"
          [value]="slug()"
          i18n-hint
          hint="Left empty, it is made from the title."
          (valueChange)="slug.set($event)"
        />
      }
      <div class="acts">
        <button type="button" class="button" (click)="ref.close()" i18n>Close</button>
        @if (trouble.taken !== undefined) {
          <button type="submit" class="button primary" i18n>Import</button>
        }
      </div>
    </form>
  `,
  styleUrl: './import-dialog.scss',
})
export class ImportDialog {
  protected readonly trouble = inject<ImportTrouble>(DIALOG_DATA);
  protected readonly ref = inject<DialogRef<string>>(DialogRef);
  protected readonly codec = SLUG;
  protected readonly file = $localize`the file`;
  protected readonly slug = signal<string | undefined>(nextSlug(this.trouble.taken ?? ''));

  protected again(form: HTMLElement): void {
    if (!focusInvalid(form)) this.ref.close(this.slug() ?? '');
  }
}
