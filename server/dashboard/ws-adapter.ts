import type { INestApplicationContext } from '@nestjs/common';
import { WsAdapter } from '@nestjs/platform-ws';
import type { WsMessageHandler } from '@nestjs/common';
import type { IncomingMessage } from 'node:http';
import { EMPTY, type Observable } from 'rxjs';
import type { RawData, ServerOptions, WebSocket } from 'ws';
import type { RequestPolicy } from '../access/request-policy.js';

/** Events that no client can send: a gateway subscribes to them to hear of what nobody else takes. */
export const StrayFrame = {
  /** Not text, not JSON, or without an `event`. */
  Bad: '#bad-frame',
  /** An event that the gateway does not know. Its data is the event's name. */
  UnknownEvent: '#unknown-event',
} as const;

/** The largest message that a client may send: beyond it, ws closes with 1009. */
const MAX_MESSAGE_BYTES = 4 * 1_024;

type VerifyClient = (
  info: { req: IncomingMessage; secure: boolean },
  answer: (accepted: boolean, status?: number, message?: string, headers?: Record<string, string>) => void,
) => void;

/**
 * Nest's `ws` adapter with what it lacks for the open internet: the request policy holds for upgrades too (they bypass
 * HTTP hooks), messages are bounded, and a frame that nobody takes is handed to the gateway instead of silence.
 */
export class DashboardWsAdapter extends WsAdapter {
  constructor(
    app: INestApplicationContext,
    private readonly policy: RequestPolicy,
  ) {
    super(app);
  }

  override create(port: number, options: ServerOptions & { namespace?: string; server?: unknown }): unknown {
    const verifyClient: VerifyClient = ({ req, secure }, answer) => {
      const { url, headers, rawHeaders } = req;
      const refusal = this.policy.check({ url, headers, rawHeaders, encrypted: secure });
      // The words repeat what was sent: nobody must take them for a page.
      answer(!refusal, refusal?.status, refusal?.detail, { 'content-type': 'text/plain; charset=utf-8' });
    };
    return super.create(port, {
      maxPayload: MAX_MESSAGE_BYTES,
      perMessageDeflate: false,
      ...options,
      verifyClient,
    });
  }

  override bindMessageHandlers(
    client: WebSocket,
    handlers: WsMessageHandler[],
    transform: (data: unknown) => Observable<unknown>,
  ): void {
    const byEvent = new Map<string, WsMessageHandler>(handlers.map((handler) => [handler.message, handler]));

    const dispatch = (event: string, data: unknown): Observable<unknown> => {
      const handler = byEvent.get(event);
      return handler ? transform(handler.callback(data, event)) : EMPTY;
    };

    client.on('message', (data: RawData, isBinary: boolean) => {
      if (client.readyState !== client.OPEN) return;
      const message = isBinary ? undefined : parseMessage(data);
      let answers: Observable<unknown>;
      if (!message) answers = dispatch(StrayFrame.Bad, undefined);
      else if (message.event.startsWith('#') || !byEvent.has(message.event)) {
        answers = dispatch(StrayFrame.UnknownEvent, message.event);
      } else answers = dispatch(message.event, message.data);

      answers.subscribe({
        next: (answer) => {
          if (answer !== undefined && client.readyState === client.OPEN) client.send(JSON.stringify(answer));
        },
        error: (error: unknown) => {
          this.logger.error(error);
        },
      });
    });
  }
}

function parseMessage(data: RawData): { event: string; data: unknown } | undefined {
  try {
    const message: unknown = JSON.parse((data as Buffer).toString());
    if (typeof message !== 'object' || message === null || !('event' in message)) return undefined;
    const { event } = message;
    return typeof event === 'string' ? { event, data: 'data' in message ? message.data : undefined } : undefined;
  } catch {
    return undefined;
  }
}
