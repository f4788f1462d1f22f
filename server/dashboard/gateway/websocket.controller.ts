import { Controller, Get, Res } from '@nestjs/common';
import { ApiExcludeController } from '@nestjs/swagger';
import type { FastifyReply } from 'fastify';
import { Requires } from '../../http/requires.decorator.js';
import { WEBSOCKET_PATH } from '../../../wire/protocol.js';
import { Problem } from '../../common/errors/problem.js';
import { requestsWebSocket } from '../../http/is-web-socket-upgrade.js';
import { NOT_A_WEBSOCKET } from './upgrade-handler.js';

/** Answers requests to the path of the WebSocket that are not upgraded. See `isWebSocketUpgrade`. */
@ApiExcludeController()
@Controller(WEBSOCKET_PATH)
export class WebSocketController {
  /**
   * Throws a Problem: 426 if the request is not a WebSocket handshake (RFC 9110, section 15.5.22), 400 if earlier requests on its
   * connection were still unanswered. It closes the connection, because Node skips all data after a request whose upgrade it
   * ignores.
   */
  @Get()
  @Requires('nothing')
  reject(@Res({ passthrough: true }) reply: FastifyReply): never {
    if (requestsWebSocket(reply.request.raw)) {
      void reply.header('connection', 'close');
      throw new Problem(
        400,
        'A WebSocket cannot be opened while earlier requests on the same connection are unanswered. Open it on a separate connection.',
      );
    }
    void reply.headers({ upgrade: 'websocket', connection: 'close, Upgrade' });
    throw new Problem(426, NOT_A_WEBSOCKET);
  }
}
