import { ChangeDetectionStrategy, Component, computed, input } from '@angular/core';
import type { BoardFileError } from '../../wire/board';
import { groupBy } from '../common/group-by';

/** What is wrong with files in the server's folder of boards: which, where in them, why, and what to do about it. */
@Component({
  selector: 'bc-file-errors',
  changeDetection: ChangeDetectionStrategy.OnPush,
  template: `
    <details class="sheet" open>
      <summary>
        <span class="mark warn"></span>
        <span i18n>{files().length, plural,
          =1 {One board file has mistakes}
          other {{{ files().length }} board files have mistakes}
        }</span>
      </summary>
      <p class="advice" i18n>
        Mend them where they lie; what is right shows here by itself. Until then boards stay as they were before.
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
                  <span class="words">
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
