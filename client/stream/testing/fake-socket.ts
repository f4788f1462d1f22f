import type { ServerEvent, ServerMessages } from '../../../wire/schemas/messages';
import type { LiveSocket } from '../live-environment';

/** A socket for which the test plays the server. */
export class FakeSocket extends EventTarget implements LiveSocket {
  readonly sent: { event: string; data: Record<string, unknown> }[] = [];

  /** Called with each message that the client sends. */
  onSent: ((event: string, data: Record<string, unknown>) => void) | undefined;

  state: 'connecting' | 'open' | 'closed' = 'connecting';

  send(text: string): void {
    if (this.state !== 'open') {
      throw new Error('The socket is not open.');
    }
    const message = JSON.parse(text) as { event: string; data: Record<string, unknown> };
    this.sent.push(message);
    this.onSent?.(message.event, message.data);
  }

  close(): void {
    this.state = 'closed';
  }

  open(): void {
    this.state = 'open';
    this.dispatchEvent(new Event('open'));
  }

  receive<E extends ServerEvent>(event: E, data: ServerMessages[E]): void {
    this.receiveText(JSON.stringify({ event, data }));
  }

  receiveText(data: unknown): void {
    this.dispatchEvent(new MessageEvent('message', { data }));
  }

  /** Closes the socket from the server's side. Code 1006 is a lost connection without a close frame. */
  end(code: number): void {
    this.state = 'closed';
    this.dispatchEvent(new CloseEvent('close', { code, wasClean: code !== 1006 }));
  }
}
