import type { IncomingMessage } from 'node:http';
import type { Socket } from 'node:net';
import { createParamDecorator, type ExecutionContext, Injectable, type OnModuleInit } from '@nestjs/common';
import { HttpAdapterHost } from '@nestjs/core';
import { RouteConfig } from '@nestjs/platform-fastify';
import type { FastifyInstance, FastifyRequest } from 'fastify';
import { BodyMemory, type BodyShare } from './body-memory.js';
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
 * What a body is read as. The types are names that only requests of marked routes ever have. Limits are of the content, and so
 * of what is sent: what was deflated is smaller. JSON is parsed and checked on the event loop, which 1 MiB does not hold up.
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

/** The largest content of a body that speaks another's protocol; also what snappy may inflate to. */
export const MAX_PROTOCOL_BYTES = BODIES.protocolRaw.bodyLimit;

/** Decompressions at a time: each takes one of Node's four threads, which files and names need as well. */
const MAX_DECOMPRESSIONS = 3;

const CONFIG = 'boardcastBody';
const ERRORS = 'boardcastErrors';

/** The JSON in which the clients of a protocol read what went wrong. */
export type ErrorFormat = (status: number, detail: string) => object;

declare module 'fastify' {
  interface FastifyContextConfig {
    [CONFIG]?: BodyKind;
    [ERRORS]?: ErrorFormat;
  }
}

/** What the requests of marked routes said that they send. */
const sentTypes = new WeakMap<object, string>();

/**
 * Marks a route whose body is read alike whatever its content type says: `curl -d 42` calls it a form, and many clients
 * call it nothing. `json`, up to 1 MiB, is parsed; the others are bytes: `smallRaw` up to 64 KiB, `largeRaw` up to 5 MiB,
 * `protocolRaw` up to 16 MiB; beyond: 413. `stream` is an iterable of bytes, for handlers that read it bit by bit: nothing bounds
 * its size or its time, and the reader says what of it is held (`RequestBodyShare`). All are inflated if there was a `Content-Encoding` (gzip, deflate, br, zstd). `snappyRaw` also takes `Content-Encoding: snappy`,
 * which its decoder inflates: nothing else here can.
 *
 * @param errors the form of all errors of the route, those of its body among them; without it problem documents.
 */
export function BodyAs(kind: BodyKind, errors?: ErrorFormat): ReturnType<typeof RouteConfig> {
  return RouteConfig({ [CONFIG]: kind, ...(errors && { [ERRORS]: errors }) });
}

/** The form that the errors of a request's route have, where it is one of its own. */
export function errorFormatOf(request: Partial<FastifyRequest>): ErrorFormat | undefined {
  return request.routeOptions?.config[ERRORS];
}

/** A handler's parameter: the content type that was sent, in lower case and without parameters; empty if there was none. */
export const SentContentType = createParamDecorator((_data: unknown, context: ExecutionContext): string =>
  sentContentType(context.switchToHttp().getRequest<FastifyRequest>()),
);

/** The same, of a request. */
export function sentContentType({ raw }: FastifyRequest): string {
  const [type = ''] = (sentTypes.get(raw) ?? '').split(';');
  return type.trim().toLowerCase();
}

/** What the bodies of requests take, until they are answered. */
const shares = new WeakMap<object, BodyShare>();

/** A handler's parameter: the share of memory that a body of the kind `stream` has. */
export const RequestBodyShare = createParamDecorator(
  (_data: unknown, context: ExecutionContext): BodyShare | undefined =>
    shares.get(context.switchToHttp().getRequest<FastifyRequest>().raw),
);

/** Connections whose request takes as long as it takes, because its reader has a time limit of its own. */
const untimed = new WeakSet<Socket>();

/** Whether the request that a connection is receiving has no time limit but its reader's. */
export function hasNoRequestTimeout(socket: Socket): boolean {
  return untimed.has(socket);
}

/** Makes the marks work, in any Nest application on Fastify. */
@Injectable()
export class RequestBodies implements OnModuleInit {
  private readonly decompressions = new ConcurrencyLimiter(MAX_DECOMPRESSIONS);

  constructor(
    private readonly adapterHost: HttpAdapterHost,
    private readonly memory: BodyMemory,
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
      untimed.add(request.raw.socket);
      request.raw.socket.setTimeout(0);
      done(null, decompressStream(payload, request.headers['content-encoding']));
    });
    fastify.addHook('onRequest', (request, _reply, done) => {
      // Nothing comes with most requests, and Fastify makes `routeOptions` anew at each look.
      const kind = request.method === 'GET' ? undefined : request.routeOptions.config[CONFIG];
      if (kind) {
        const { headers } = request.raw;
        if (headers['content-type'] !== undefined) sentTypes.set(request.raw, headers['content-type']);
        headers['content-type'] = BODIES[kind].type;
      } else if (request.method === 'DELETE' && hasNoBody(request.raw)) {
        // Many clients promise JSON with all that they send.
        delete request.raw.headers['content-type'];
      }
      done();
    });
    // Every request comes here, also where its sender has left: what was made of its body is done with by then.
    fastify.addHook('onSend', ({ raw }, _reply, payload, done) => {
      if (raw.method !== 'GET') {
        shares.get(raw)?.release();
        untimed.delete(raw.socket);
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

  /** The content of a body. Its memory is taken before it is decompressed, and given back when the request is answered. */
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
