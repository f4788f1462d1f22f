import { ChangeDetectionStrategy, Component, computed, input } from '@angular/core';
import type { BoardFileError } from '../../wire/schemas/board';
import { groupBy } from '../common/group-by';

/** Lists the errors in the files of the server's board folder, and what to do about them. */
@Component({
  selector: 'bc-file-errors',
  changeDetection: ChangeDetectionStrategy.OnPush,
  template: `
    <details class="surface" open>
      <summary>
        <span class="mark warn"></span>
        <span i18n>{files().length, plural,
          =1 {One board file has errors}
          other {{{ files().length }} board files have errors}
        }</span>
      </summary>
      <p class="advice" i18n>
        Fix them in the files. Corrected boards appear automatically. Until then, boards keep their last valid version.
      </p>
      <ul>
        @for (file of files(); track file.name) {
          <li>
            <p class="file">{{ file.name }}</p>
            <ul>
              @for (error of file.errors; track $index) {
                <li class="error">
                  @if (error.line; as line) {
                    <span class="line" i18n>line {{ line }}</span>
                  }
                  <span class="text">
                    @if (error.path) {
                      <code>{{ error.path }}</code>
                    }
                    {{ error.message }}
                  </span>
                </li>
              }
            </ul>
          </li>
        }
      </ul>
    </details>
  `,
  styleUrl: './file-errors.scss',
})
export class FileErrors {
  readonly errors = input.required<readonly BoardFileError[]>();

  protected readonly files = computed(() =>
    [...groupBy(this.errors(), ({ file }) => file)].map(([name, errors]) => ({
      name,
      errors: errors.toSorted((a, b) => (a.line ?? 0) - (b.line ?? 0)),
    })),
  );
}
