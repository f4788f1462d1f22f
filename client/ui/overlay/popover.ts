import { CdkTrapFocus } from '@angular/cdk/a11y';
import { CdkConnectedOverlay } from '@angular/cdk/overlay';
import { ChangeDetectionStrategy, Component, input, model } from '@angular/core';
import { BELOW_RIGHT } from './overlay-positions';

/**
 * A card beside the button that opened it. It takes the focus and returns it when it closes. It closes at Escape and at a click
 * outside.
 */
@Component({
  selector: 'bc-popover',
  imports: [CdkConnectedOverlay, CdkTrapFocus],
  changeDetection: ChangeDetectionStrategy.OnPush,
  template: `
    <ng-template
      cdkConnectedOverlay
      [cdkConnectedOverlayOrigin]="origin()"
      [cdkConnectedOverlayOpen]="open()"
      [cdkConnectedOverlayPositions]="positions"
      [cdkConnectedOverlayViewportMargin]="10"
      [cdkConnectedOverlayPush]="true"
      (overlayOutsideClick)="open.set(false)"
      (detach)="open.set(false)"
    >
      <div
        class="surface popover"
        role="dialog"
        [attr.aria-label]="label()"
        cdkTrapFocus
        [cdkTrapFocusAutoCapture]="true"
      >
        <ng-content />
      </div>
    </ng-template>
  `,
  styles: `
    /* The card is an overlay: its element takes no space beside the button. */
    :host {
      display: contents;
    }
    .popover {
      width: max-content;
      max-width: min(520px, calc(100vw - 20px));
      max-height: min(60vh, 480px);
      padding: 12px 15px;
      overflow: auto;
      font-size: 13px;
      overflow-wrap: anywhere;
      scrollbar-width: thin;
    }
  `,
})
export class Popover {
  readonly origin = input.required<HTMLElement>();
  readonly open = model.required<boolean>();
  /** The label for screen readers. */
  readonly label = input.required<string>();
  protected readonly positions = BELOW_RIGHT;
}
