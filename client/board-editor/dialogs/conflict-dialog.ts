import { DIALOG_DATA, Dialog, DialogRef } from '@angular/cdk/dialog';
import { ChangeDetectionStrategy, Component, inject } from '@angular/core';
import { firstValueFrom } from 'rxjs';
import type { Board } from '../../../wire/schemas/board';
import { type Difference, differences } from '../draft/board-difference';
import { toDefinition } from '../../api/board-definition';
import type { BoardDraft } from '../draft/board-draft';

/** How the user resolves a conflict between two versions of a board. */
export type Decision = 'mine' | 'theirs' | 'copy';

interface Conflict {
  readonly draft: BoardDraft;
  readonly theirs: Board;
}

const SIGNS: Readonly<Record<Difference['kind'], string>> = {
  added: '+',
  removed: '−',
  changed: '~',
  moved: '→',
  board: '~',
};

/**
 * Shows both versions of a board that two users changed at the same time, as differences from the version that both started
 * with.
 */
@Component({
  selector: 'bc-conflict-dialog',
  changeDetection: ChangeDetectionStrategy.OnPush,
  template: `
    <div class="surface">
      <h2 id="conflict-heading" i18n>Someone else also changed this board</h2>
      <p i18n>Each list shows what changed since you started editing. Nothing is lost until you decide.</p>
      <div class="versions">
        @for (version of versions; track version.heading) {
          <section [attr.aria-label]="version.heading">
            <h3>{{ version.heading }}</h3>
            <ul>
              @for (difference of version.differences; track $index) {
                <li [class]="difference.kind">
                  <span class="sign" aria-hidden="true">{{ signs[difference.kind] }}</span>
                  <span>{{ difference.text }}</span>
                </li>
              } @empty {
                <li i18n>No visible changes</li>
              }
            </ul>
          </section>
        }
      </div>
      <div class="actions">
        <button type="button" class="button" (click)="ref.close()" i18n>Decide later</button>
        <button type="button" class="button" (click)="ref.close('theirs')" i18n>Use their version</button>
        <button type="button" class="button" (click)="ref.close('mine')" i18n>
          Keep my version (overwrite theirs)
        </button>
        <button type="button" class="button primary" (click)="ref.close('copy')" i18n>Save my version as a copy</button>
      </div>
    </div>
  `,
  styleUrl: './editor-dialogs.scss',
})
export class ConflictDialog {
  protected readonly ref = inject<DialogRef<Decision>>(DialogRef);
  protected readonly signs = SIGNS;
  private readonly conflict = inject<Conflict>(DIALOG_DATA);
  protected readonly versions = [
    {
      heading: $localize`Theirs (version ${this.conflict.theirs.version}:number:)`,
      differences: differences(this.conflict.draft.stored, toDefinition(this.conflict.theirs)),
    },
    {
      heading: $localize`:my version|:Mine`,
      differences: differences(this.conflict.draft.stored, this.conflict.draft.working),
    },
  ];
}

/**
 * Asks the user how to resolve the conflict.
 *
 * @returns undefined if the user closed the dialog without a decision
 */
export async function openConflictDialog(dialogs: Dialog, conflict: Conflict): Promise<Decision | undefined> {
  const ref = dialogs.open<Decision>(ConflictDialog, { data: conflict, ariaLabelledBy: 'conflict-heading' });
  return firstValueFrom(ref.closed);
}
