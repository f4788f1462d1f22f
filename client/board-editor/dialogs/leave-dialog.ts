import { DIALOG_DATA, Dialog, DialogRef } from '@angular/cdk/dialog';
import { ChangeDetectionStrategy, Component, inject } from '@angular/core';
import { firstValueFrom } from 'rxjs';

/** What becomes of a draft when its page is left; `stay`: nothing, the page stays. */
export type LeaveChoice = 'save' | 'discard' | 'stay';

/** Asks before changes are lost. Escape and a click beside it mean to stay. */
@Component({
  selector: 'bc-leave-dialog',
  changeDetection: ChangeDetectionStrategy.OnPush,
  template: `
    <div class="sheet">
      <h2 id="leave-heading" i18n>Save your changes?</h2>
      <p i18n>Your changes to “{{ title }}” are not saved yet.</p>
      <div class="acts">
        <button type="button" class="button" (click)="ref.close('stay')" i18n>Keep editing</button>
        <button type="button" class="button" (click)="ref.close('discard')" i18n>Discard changes</button>
        <button type="button" class="button primary" (click)="ref.close('save')" i18n>Save</button>
      </div>
    </div>
  `,
  styleUrl: './editor-dialogs.scss',
})
export class LeaveDialog {
  protected readonly title = inject<string>(DIALOG_DATA);
  protected readonly ref = inject<DialogRef<LeaveChoice>>(DialogRef);
}

/** @param title the board's */
export async function askToLeave(dialogs: Dialog, title: string): Promise<LeaveChoice> {
  const ref = dialogs.open<LeaveChoice>(LeaveDialog, { data: title, ariaLabelledBy: 'leave-heading' });
  return (await firstValueFrom(ref.closed)) ?? 'stay';
}
