import { ChangeDetectionStrategy, Component, computed, input } from '@angular/core';
import { RouterLink } from '@angular/router';
import type { Board } from '../../wire/schemas/board';
import { Icon } from '../ui/icon';
import { InfoButton } from '../ui/overlay/info-button';
import { readOnlyReason } from '../board-editor/read-only-reason';

/** A link to the editor. If the board cannot be edited, a button that shows why. */
@Component({
  selector: 'bc-edit-button',
  imports: [Icon, InfoButton, RouterLink],
  changeDetection: ChangeDetectionStrategy.OnPush,
  template: `
    @if (readOnlyText(); as readOnlyText) {
      <bc-info-button class="framed" i18n-label label="Why this board cannot be edited" [text]="readOnlyText" />
    } @else {
      <a class="button" i18n-aria-label aria-label="Edit" [routerLink]="['/boards', board().slug, 'edit']">
        <bc-icon name="pencil" /><span class="long" i18n>Edit</span>
      </a>
    }
  `,
  styles: `
    :host {
      display: inline-flex;
    }
    @media (max-width: 720px) {
      .long {
        display: none;
      }
    }
  `,
})
export class EditButton {
  readonly board = input.required<Board>();
  protected readonly readOnlyText = computed(() => readOnlyReason(this.board()));
}
