import { Controller, Get, Res } from '@nestjs/common';
import { ApiExcludeController } from '@nestjs/swagger';
import type { FastifyReply } from 'fastify';
import { WEBSOCKET_PATH } from '../../wire/protocol.js';
import { Problem } from '../base/problem.js';
import { asksForWebSocket, NOT_A_WEBSOCKET } from './upgrades.js';

/** Answers requests to the address of the WebSocket that are not upgraded; see `isWebSocketUpgrade`. */
@ApiExcludeController()
@Controller(WEBSOCKET_PATH)
export class WebSocketController {
  /**
   * Throws a Problem: 426 for a request that asks for no WebSocket (RFC 9110, section 15.5.22), 400 for one that was sent
   * before earlier requests of its connection were answered. Closes the connection, for Node passes over what follows
   * a request with an upgrade that it ignores.
   */
  @Get()
  refuse(@Res({ passthrough: true }) reply: FastifyReply): never {
    if (asksForWebSocket(reply.request.raw)) {
      void reply.header('connection', 'close');
      throw new Problem(
        400,
        'A WebSocket cannot be opened while earlier requests wait for their answers: open it on a connection of its own.',
      );
    }
    void reply.headers({ upgrade: 'websocket', connection: 'close, Upgrade' });
    throw new Problem(426, NOT_A_WEBSOCKET);
  }
}
