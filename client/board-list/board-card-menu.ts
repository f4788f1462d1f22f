import { ChangeDetectionStrategy, Component, computed, input, output } from '@angular/core';
import type { BoardSummary } from '../../wire/schemas/board';
import { Icon } from '../ui/icon';
import { LoadError } from '../ui/load-error';
import { MenuButton } from '../ui/overlay/menu-button';
import { CdkMenu, CdkMenuItem, MenuOverlay } from '../ui/overlay/overlays';
import { RouterLink } from './router-link';
import { readOnlyReason } from '../board-editor/read-only-reason';

/** The menu of a board in the list of boards. */
@Component({
  selector: 'bc-board-card-menu',
  imports: [CdkMenu, CdkMenuItem, Icon, LoadError, MenuButton, MenuOverlay, RouterLink],
  changeDetection: ChangeDetectionStrategy.OnPush,
  template: `
    <button
      type="button"
      class="button icon-only"
      i18n-title
      title="More"
      i18n-ariaLabel
      ariaLabel="Menu of {{ board().title }}"
      bcMenuButton
      #button="bcMenuButton"
    >
      <bc-icon name="more" />
    </button>
    @defer (when button.isOpen()) {
      @if (button.isOpen()) {
        <bc-menu-overlay [button]="button">
          <div class="surface menu" cdkMenu [attr.aria-label]="board().title">
            @if (editable()) {
              <a class="item" cdkMenuItem [routerLink]="['/boards', board().slug, 'edit']">
                <bc-icon name="pencil" />&ngsp;<ng-container i18n>Edit</ng-container>
              </a>
            }
            <button type="button" class="item" cdkMenuItem (cdkMenuItemTriggered)="duplicate.emit()">
              <bc-icon name="copy" />&ngsp;<ng-container i18n>Duplicate</ng-container>
            </button>
            <button type="button" class="item" cdkMenuItem (cdkMenuItemTriggered)="export.emit()">
              <bc-icon name="download" />&ngsp;<ng-container i18n>Export</ng-container>
            </button>
            @if (editable()) {
              <button type="button" class="item" cdkMenuItem (cdkMenuItemTriggered)="remove.emit()">
                <bc-icon name="bin" />&ngsp;<ng-container i18n>Delete</ng-container>
              </button>
            }
          </div>
        </bc-menu-overlay>
      }
    } @error {
      <bc-load-error />
    }
  `,
  styles: `
    .item {
      text-decoration: none;
    }
  `,
})
export class BoardCardMenu {
  readonly board = input.required<BoardSummary>();
  readonly duplicate = output();
  readonly export = output();
  readonly remove = output();
  protected readonly editable = computed(() => readOnlyReason(this.board()) === undefined);
}
