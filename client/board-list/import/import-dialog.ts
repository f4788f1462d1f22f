import { DIALOG_DATA, DialogRef } from '@angular/cdk/dialog';
import { ChangeDetectionStrategy, Component, inject, signal } from '@angular/core';
import type { InputError } from '../../../wire/schemas/problem-schema';
import { SERVER_ADDRESS } from '../../api/server';
import { focusInvalid } from '../../ui/form/focus-invalid';
import { TextField } from '../../ui/form/text-field';
import { nextSlug } from '../board-file';
import { SLUG } from '../slug-codec';

/** Why a file was not imported. */
export interface ImportFailure {
  readonly file: string;
  readonly detail: string;
  readonly errors: readonly InputError[];
  /** The slug, if it is already in use. The import can be repeated with another one. */
  readonly taken?: string;
}

/** Shows why a board file was not imported. If its slug is taken, asks for another one. */
@Component({
  selector: 'bc-import-dialog',
  imports: [TextField],
  changeDetection: ChangeDetectionStrategy.OnPush,
  template: `
    <form #form class="surface dialog" (submit)="$event.preventDefault(); retry(form)">
      <h2 id="import-heading" i18n>“{{ failure.file }}” was not imported</h2>
      @if (failure.taken === undefined) {
        @for (error of failure.errors; track $index) {
          <p class="error">
            <code>{{ error.path || file }}</code> {{ error.message }}
          </p>
        } @empty {
          <p>{{ failure.detail }}</p>
        }
      } @else {
        <p i18n>There is already a board at {{ takenPath }}. Enter another address to import this one.</p>
        <bc-text-field
          i18n-label
          label="Address"
          [codec]="codec"
          [value]="slug()"
          i18n-hint
          hint="If empty, the address is made from the title."
          (valueChange)="slug.set($event)"
        />
      }
      <div class="actions">
        <button type="button" class="button" (click)="ref.close()" i18n>Close</button>
        @if (failure.taken !== undefined) {
          <button type="submit" class="button primary" i18n>Import</button>
        }
      </div>
    </form>
  `,
  styleUrl: './import-dialog.scss',
})
export class ImportDialog {
  protected readonly failure = inject<ImportFailure>(DIALOG_DATA);
  protected readonly ref = inject<DialogRef<string>>(DialogRef);
  protected readonly takenPath = inject(SERVER_ADDRESS).pagePath(`/boards/${this.failure.taken ?? ''}`);
  protected readonly codec = SLUG;
  protected readonly file = $localize`the file`;
  protected readonly slug = signal<string | undefined>(nextSlug(this.failure.taken ?? ''));

  protected retry(form: HTMLElement): void {
    if (!focusInvalid(form)) this.ref.close(this.slug() ?? '');
  }
}
