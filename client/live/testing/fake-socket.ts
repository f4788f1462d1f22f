import type { ServerEvent, ServerMessages } from '../../../wire/messages';
import type { LiveSocket } from '../live-environment';

/** A socket whose server is the test. */
export class FakeSocket extends EventTarget implements LiveSocket {
  readonly sent: { event: string; data: Record<string, unknown> }[] = [];

  /** Hears what the client sends. */
  onSent: ((event: string, data: Record<string, unknown>) => void) | undefined;

  state: 'connecting' | 'open' | 'closed' = 'connecting';

  send(text: string): void {
    if (this.state !== 'open') {
      throw new Error('Nothing can be sent over a socket that is not open.');
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

  /** The server closes, with a close frame; 1006 stands for a connection that just ends. */
  end(code: number): void {
    this.state = 'closed';
    this.dispatchEvent(new CloseEvent('close', { code, wasClean: code !== 1006 }));
  }
}
