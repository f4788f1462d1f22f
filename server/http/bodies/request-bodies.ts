import type { IncomingMessage } from 'node:http';
import type { Socket } from 'node:net';
import { Injectable, type OnModuleInit } from '@nestjs/common';
import { HttpAdapterHost } from '@nestjs/core';
import type { FastifyInstance, FastifyRequest } from 'fastify';
import { bodyKindOf } from './body-as.decorator.js';
import { BODY_KINDS, type BodyKind } from './body-kinds.js';
import { BodyMemoryBudget, type BodyShare } from './body-memory-budget.js';
import { Clock } from '../../common/time/clock.js';
import { decompress, decompressStream } from './decompress.js';
import { readJsonBody } from './read-json-body.js';
import { Problem } from '../../common/errors/problem.js';
import { readBody } from './read-body.js';
import { Telemetry } from '../../common/telemetry.js';
import { ConcurrencyLimiter } from '../../common/concurrency-limiter.js';
import { bodyShares } from './request-body-share.decorator.js';
import { replaceContentType } from './sent-content-type.decorator.js';
import { drainUnreadBodies } from './unread-bodies.js';

/** Concurrent decompressions. Each uses one of the four threads of Node's pool, which file access and DNS need too. */
const MAX_DECOMPRESSIONS = 3;

/** Connections whose request has no time limit, because the reader of its body has one. */
const withoutRequestTimeout = new WeakSet<Socket>();

/** Whether the request that a connection is receiving has no time limit. */
export function hasNoRequestTimeout(socket: Socket): boolean {
  return withoutRequestTimeout.has(socket);
}

/** Reads the bodies of routes with `BodyAs`, in any Nest application on Fastify. */
@Injectable()
export class RequestBodies implements OnModuleInit {
  private readonly decompressions = new ConcurrencyLimiter(MAX_DECOMPRESSIONS);

  constructor(
    private readonly adapterHost: HttpAdapterHost,
    private readonly memory: BodyMemoryBudget,
    private readonly clock: Clock,
    telemetry: Telemetry,
  ) {
    telemetry.gauge('body_memory_bytes', 'Memory that the bodies of requests take', () => memory.usedBytes);
  }

  onModuleInit(): void {
    const fastify = this.adapterHost.httpAdapter.getInstance<FastifyInstance>();
    for (const kind of ['smallRaw', 'largeRaw', 'protocolRaw', 'snappyRaw'] as const) {
      fastify.addContentTypeParser(BODY_KINDS[kind].type, (request: FastifyRequest, payload: IncomingMessage) =>
        this.read(kind, request, payload),
      );
    }
    fastify.addContentTypeParser(BODY_KINDS.json.type, async (request: FastifyRequest, payload: IncomingMessage) =>
      readJsonBody(await this.read('json', request, payload)),
    );
    fastify.addContentTypeParser(BODY_KINDS.stream.type, (request, payload, done) => {
      this.shareFor(request);
      withoutRequestTimeout.add(request.raw.socket);
      request.raw.socket.setTimeout(0);
      done(null, decompressStream(payload, request.headers['content-encoding']));
    });
    fastify.addHook('onRequest', (request, _reply, done) => {
      // Most requests are GET without a body, and Fastify creates a new `routeOptions` object at each access.
      const kind = request.method === 'GET' ? undefined : bodyKindOf(request);
      if (kind) replaceContentType(request, BODY_KINDS[kind].type);
      else if (request.method === 'DELETE' && hasNoBody(request.raw)) {
        // Many clients send `Content-Type: application/json` with every request.
        delete request.raw.headers['content-type'];
      }
      done();
    });
    // This hook runs for every request, even if the client disconnected. The body is no longer used then.
    fastify.addHook('onSend', ({ raw }, _reply, payload, done) => {
      if (raw.method !== 'GET') {
        bodyShares.get(raw)?.release();
        withoutRequestTimeout.delete(raw.socket);
      }
      done(null, payload);
    });
    drainUnreadBodies(fastify, this.clock);
  }

  private shareFor({ raw }: FastifyRequest): BodyShare {
    const share = this.memory.share();
    bodyShares.set(raw, share);
    return share;
  }

  /** Receives and decompresses a body. Its memory is reserved before it is decompressed, and released when the request is answered. */
  private async read(kind: BodyKind, request: FastifyRequest, body: IncomingMessage): Promise<Uint8Array> {
    const { bodyLimit } = BODY_KINDS[kind];
    const { headers } = request;
    const share = this.shareFor(request);
    const sent = await readBody(body, headers['content-length'], bodyLimit, share);
    const encoding = headers['content-encoding'];
    if (encoding === undefined || (kind === 'snappyRaw' && encoding.trim().toLowerCase() === 'snappy')) return sent;
    return this.decompressions.run(async () => {
      if (request.raw.socket.destroyed) throw new Problem(400, 'The connection ended before the body was read.');
      share.resize(sent.byteLength + bodyLimit);
      const content = await decompress(sent, encoding, bodyLimit);
      share.resize(content.byteLength);
      return content;
    });
  }
}

function hasNoBody({ headers }: IncomingMessage): boolean {
  return headers['transfer-encoding'] === undefined && Number(headers['content-length'] ?? 0) === 0;
}
