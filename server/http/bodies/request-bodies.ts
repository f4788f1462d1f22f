import type { IncomingMessage } from 'node:http';
import type { Socket } from 'node:net';
import { createParamDecorator, type ExecutionContext, Injectable, type OnModuleInit } from '@nestjs/common';
import { HttpAdapterHost } from '@nestjs/core';
import { RouteConfig } from '@nestjs/platform-fastify';
import type { FastifyInstance, FastifyRequest } from 'fastify';
import { BodyMemoryBudget, type BodyShare } from './body-memory-budget.js';
import { Clock } from '../../common/time/clock.js';
import { decompress, decompressStream } from './decompress.js';
import { readJsonBody } from './read-json-body.js';
import { Problem } from '../../common/errors/problem.js';
import { readBody } from './read-body.js';
import { Telemetry } from '../../common/telemetry.js';
import { ConcurrencyLimiter } from '../../common/concurrency-limiter.js';
import { drainUnreadBodies } from './unread-bodies.js';

const MIB = 1024 * 1024;

/**
 * The kinds of bodies. Each has an internal content type, which only requests of decorated routes get. The limits apply to the
 * compressed and to the decompressed body. JSON is parsed on the event loop, so its limit is only 1 MiB.
 */
const BODIES = {
  json: { type: 'application/x-boardcast-json', bodyLimit: MIB },
  smallRaw: { type: 'application/x-boardcast-small', bodyLimit: 64 * 1024 },
  largeRaw: { type: 'application/x-boardcast-large', bodyLimit: 5 * MIB },
  protocolRaw: { type: 'application/x-boardcast-protocol', bodyLimit: 16 * MIB },
  stream: { type: 'application/x-boardcast-stream', bodyLimit: 0 },
  snappyRaw: { type: 'application/x-boardcast-snappy', bodyLimit: 16 * MIB },
} as const;
type BodyKind = keyof typeof BODIES;

/** The limit of bodies in other systems' protocols, also after decompression with snappy. */
export const MAX_PROTOCOL_BYTES = BODIES.protocolRaw.bodyLimit;

/** Concurrent decompressions. Each uses one of the four threads of Node's pool, which file access and DNS need too. */
const MAX_DECOMPRESSIONS = 3;

const CONFIG = 'boardcastBody';
const ERRORS = 'boardcastErrors';

/** Creates the JSON of an error as the clients of a protocol expect it. */
export type ErrorFormat = (status: number, detail: string) => object;

declare module 'fastify' {
  interface FastifyContextConfig {
    [CONFIG]?: BodyKind;
    [ERRORS]?: ErrorFormat;
  }
}

/** The `Content-Type` headers that requests of decorated routes were sent with. */
const sentTypes = new WeakMap<object, string>();

/**
 * Sets how the body of a route is read, whatever its content type: `curl -d 42` sends it as a form, and many clients send no type.
 * - `json` is parsed, up to 1 MiB.
 * - `smallRaw`, `largeRaw` and `protocolRaw` are bytes, up to 64 KiB, 5 MiB and 16 MiB.
 * - `stream` is an iterable of bytes without limits of size and time. Its reader reports the memory in use (`RequestBodyShare`).
 * - `snappyRaw` is like `protocolRaw`, and with `Content-Encoding: snappy` it is passed on compressed.
 *
 * Bodies with a `Content-Encoding` (gzip, deflate, br, zstd) are decompressed. A body beyond its limit is answered with 413.
 *
 * @param errors creates the errors of this route; by default they are problem documents
 */
export function BodyAs(kind: BodyKind, errors?: ErrorFormat): ReturnType<typeof RouteConfig> {
  return RouteConfig({ [CONFIG]: kind, ...(errors && { [ERRORS]: errors }) });
}

/** Returns the error format of a request's route, if it has its own. */
export function errorFormatOf(request: Partial<FastifyRequest>): ErrorFormat | undefined {
  return request.routeOptions?.config[ERRORS];
}

/** Injects the content type that was sent, in lowercase and without parameters; empty if there was none. */
export const SentContentType = createParamDecorator((_data: unknown, context: ExecutionContext): string =>
  sentContentType(context.switchToHttp().getRequest<FastifyRequest>()),
);

/** Returns the content type that a request was sent with, in lowercase and without parameters; empty if there was none. */
export function sentContentType({ raw }: FastifyRequest): string {
  const [type = ''] = (sentTypes.get(raw) ?? '').split(';');
  return type.trim().toLowerCase();
}

/** The memory that the bodies of requests use until they are answered. */
const shares = new WeakMap<object, BodyShare>();

/** Injects the memory share of a body of the kind `stream`. */
export const RequestBodyShare = createParamDecorator(
  (_data: unknown, context: ExecutionContext): BodyShare | undefined =>
    shares.get(context.switchToHttp().getRequest<FastifyRequest>().raw),
);

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
      fastify.addContentTypeParser(BODIES[kind].type, (request: FastifyRequest, payload: IncomingMessage) =>
        this.read(kind, request, payload),
      );
    }
    fastify.addContentTypeParser(BODIES.json.type, async (request: FastifyRequest, payload: IncomingMessage) =>
      readJsonBody(await this.read('json', request, payload)),
    );
    fastify.addContentTypeParser(BODIES.stream.type, (request, payload, done) => {
      this.shareFor(request);
      withoutRequestTimeout.add(request.raw.socket);
      request.raw.socket.setTimeout(0);
      done(null, decompressStream(payload, request.headers['content-encoding']));
    });
    fastify.addHook('onRequest', (request, _reply, done) => {
      // Most requests are GET without a body, and Fastify creates a new `routeOptions` object at each access.
      const kind = request.method === 'GET' ? undefined : request.routeOptions.config[CONFIG];
      if (kind) {
        const { headers } = request.raw;
        if (headers['content-type'] !== undefined) sentTypes.set(request.raw, headers['content-type']);
        headers['content-type'] = BODIES[kind].type;
      } else if (request.method === 'DELETE' && hasNoBody(request.raw)) {
        // Many clients send `Content-Type: application/json` with every request.
        delete request.raw.headers['content-type'];
      }
      done();
    });
    // This hook runs for every request, even if the client disconnected. The body is no longer used then.
    fastify.addHook('onSend', ({ raw }, _reply, payload, done) => {
      if (raw.method !== 'GET') {
        shares.get(raw)?.release();
        withoutRequestTimeout.delete(raw.socket);
      }
      done(null, payload);
    });
    drainUnreadBodies(fastify, this.clock);
  }

  private shareFor({ raw }: FastifyRequest): BodyShare {
    const share = this.memory.share();
    shares.set(raw, share);
    return share;
  }

  /** Receives and decompresses a body. Its memory is reserved before it is decompressed, and released when the request is answered. */
  private async read(kind: keyof typeof BODIES, request: FastifyRequest, body: IncomingMessage): Promise<Uint8Array> {
    const { bodyLimit } = BODIES[kind];
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
