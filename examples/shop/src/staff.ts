import type { IncomingMessage } from 'node:http';
import { Injectable } from '@nestjs/common';
import type { Principal } from 'boardcast';

/** Recognizes the staff of the shop by a cookie. A real shop would look up a session. */
@Injectable()
export class Staff {
  private readonly token = process.env.STAFF_TOKEN ?? 'example-token';

  isToken(token: unknown): boolean {
    return token === this.token;
  }

  isSignedIn(request: Pick<IncomingMessage, 'headers'>): boolean {
    return (request.headers.cookie ?? '').split('; ').includes(`staff=${this.token}`);
  }

  /** Decides who may use the boards: only the staff, who may view and edit them. */
  principalOf(request: IncomingMessage): Principal {
    return this.isSignedIn(request) ? { id: 'staff', role: 'editor' } : null;
  }
}
