import { ChangeDetectionStrategy, Component, input, output } from '@angular/core';
import type { BoardProblemText } from '../../live/board-problem-text';
import type { ConnectionState } from '../../stream/connection/connection-status';
import { PageMessage } from '../../ui/page/page-message';
import { BoardSkeleton } from './board-skeleton';

/** Replaces a board that is not loaded: shows the problem, with projected links, or a placeholder while it loads. */
@Component({
  selector: 'bc-board-load-state',
  imports: [BoardSkeleton, PageMessage],
  changeDetection: ChangeDetectionStrategy.OnPush,
  template: `
    @if (problem(); as problem) {
      <bc-page-message [heading]="problem.title" [text]="problem.text">
        <ng-content />
        @if (buttons() && !problem.final) {
          <button type="button" class="button" (click)="refresh.emit()" i18n>Try again</button>
        }
      </bc-page-message>
    } @else if (link() === 'offline') {
      <bc-page-message
        i18n-heading
        heading="The server does not answer"
        i18n-text
        text="The page keeps trying to connect. Check that the server is running and that this device is online."
      >
        @if (buttons()) {
          <button type="button" class="button" (click)="refresh.emit()" i18n>Try now</button>
        }
      </bc-page-message>
    } @else {
      <bc-board-skeleton />
    }
  `,
  styles: `
    :host {
      display: contents;
    }
  `,
})
export class BoardLoadState {
  readonly problem = input.required<BoardProblemText | undefined>();
  readonly link = input.required<ConnectionState>();
  /** Without buttons on a TV, which nobody operates. */
  readonly buttons = input(true);
  readonly refresh = output();
}
