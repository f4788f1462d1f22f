import { DIALOG_DATA, Dialog, DialogRef } from '@angular/cdk/dialog';
import { ChangeDetectionStrategy, Component, inject } from '@angular/core';
import { firstValueFrom } from 'rxjs';

/** What to do with a draft when the user leaves its page. `stay`: the user does not leave the page. */
export type LeaveChoice = 'save' | 'discard' | 'stay';

/** Asks before changes are lost. Escape and a click outside the dialog mean `stay`. */
@Component({
  selector: 'bc-leave-dialog',
  changeDetection: ChangeDetectionStrategy.OnPush,
  template: `
    <div class="surface">
      <h2 id="leave-heading" i18n>Save your changes?</h2>
      <p i18n>Your changes to “{{ title }}” are not saved yet.</p>
      <div class="actions">
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

/** @param title title of the board */
export async function openLeaveDialog(dialogs: Dialog, title: string): Promise<LeaveChoice> {
  const ref = dialogs.open<LeaveChoice>(LeaveDialog, { data: title, ariaLabelledBy: 'leave-heading' });
  return (await firstValueFrom(ref.closed)) ?? 'stay';
}
