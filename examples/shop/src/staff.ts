import type { IncomingMessage } from 'node:http';
import { Injectable } from '@nestjs/common';
import type { Principal } from 'boardcast';

/** Knows the staff of the shop by a cookie. A real shop would look up a session. */
@Injectable()
export class Staff {
  private readonly token = process.env.STAFF_TOKEN ?? 'let-me-in';

  isToken(token: unknown): boolean {
    return token === this.token;
  }

  isSignedIn(request: Pick<IncomingMessage, 'headers'>): boolean {
    return (request.headers.cookie ?? '').split('; ').includes(`staff=${this.token}`);
  }

  /** Decides who may use the boards: the staff may also edit them, and nobody else sees them. */
  principalOf(request: IncomingMessage): Principal {
    return this.isSignedIn(request) ? { id: 'staff', role: 'editor' } : null;
  }
}
