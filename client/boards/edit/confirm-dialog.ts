import { DIALOG_DATA, Dialog, DialogRef } from '@angular/cdk/dialog';
import { ChangeDetectionStrategy, Component, inject } from '@angular/core';
import { firstValueFrom } from 'rxjs';

export interface Question {
  readonly heading: string;
  readonly text: string;
  /** What the button says that does it. */
  readonly yes: string;
  /** What the button says that leaves everything as it is. */
  readonly no: string;
}

/** Asks before something is lost. Escape and a press beside it mean no. */
@Component({
  selector: 'bc-confirm-dialog',
  changeDetection: ChangeDetectionStrategy.OnPush,
  template: `
    <div class="sheet">
      <h2 id="confirm-heading">{{ question.heading }}</h2>
      <p>{{ question.text }}</p>
      <div class="acts">
        <button type="button" class="button" (click)="ref.close(false)">{{ question.no }}</button>
        <button type="button" class="button primary" (click)="ref.close(true)">{{ question.yes }}</button>
      </div>
    </div>
  `,
  styleUrl: './dialogs.scss',
})
export class ConfirmDialog {
  protected readonly question = inject<Question>(DIALOG_DATA);
  protected readonly ref = inject<DialogRef<boolean>>(DialogRef);
}

/** @returns whether the answer is yes */
export async function confirm(dialogs: Dialog, question: Question): Promise<boolean> {
  const ref = dialogs.open<boolean>(ConfirmDialog, { data: question, ariaLabelledBy: 'confirm-heading' });
  return (await firstValueFrom(ref.closed)) === true;
}
