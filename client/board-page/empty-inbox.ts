import { ChangeDetectionStrategy, Component, computed, inject, input } from '@angular/core';
import { SERVER_ADDRESS } from '../api/server';
import type { ConnectionState } from '../stream/connection/connection-status';
import { pushCommand } from '../panels/card/push-example';
import { CopyCode } from '../ui/copy-code';
import { PageMessage } from '../ui/page/page-message';

const STATUS_MESSAGES: Readonly<Record<ConnectionState, string>> = {
  connecting: $localize`Connecting to the server`,
  live: $localize`Waiting for the first value`,
  reconnecting: $localize`Reconnecting to the server`,
  polling: $localize`Polling for the first value`,
  offline: $localize`The server does not answer. Trying again.`,
};

/** The empty inbox: shows a command that pushes the first value. */
@Component({
  selector: 'bc-empty-inbox',
  imports: [CopyCode, PageMessage],
  changeDetection: ChangeDetectionStrategy.OnPush,
  template: `
    <bc-page-message
      i18n-heading
      heading="Send a number"
      i18n-text
      text="Paste this command into a terminal. The panel appears here automatically."
    >
      <bc-copy-code class="code" i18n-label label="Command that sends a number" [code]="command" />
      <p class="status" role="status"><span class="mark" [class]="link()"></span>{{ statusText() }}</p>
    </bc-page-message>
  `,
  styles: `
    .code {
      flex: 0 0 100%;
    }
    .status {
      display: inline-flex;
      align-items: center;
      gap: 10px;
      margin-top: 10px;
      color: var(--muted);
      font-size: 13px;
    }
    .mark {
      width: 8px;
      height: 8px;
      background: var(--accent);
    }
    .mark.live {
      animation: breathe 2.4s ease-in-out infinite;
    }
    .mark:is(.polling, .reconnecting) {
      border-radius: 2px;
      background: var(--warn-fill);
      transform: rotate(45deg);
    }
    .mark.offline {
      border-radius: 2px;
      background: var(--crit-fill);
    }
    @keyframes breathe {
      50% {
        opacity: 0.3;
      }
    }
  `,
})
export class EmptyInbox {
  readonly link = input.required<ConnectionState>();
  protected readonly command = pushCommand(inject(SERVER_ADDRESS).base, 'hello');
  protected readonly statusText = computed(() => STATUS_MESSAGES[this.link()]);
}
