import type { IncomingMessage } from 'node:http';
import { createParamDecorator, type ExecutionContext, Injectable, type OnModuleInit } from '@nestjs/common';
import { HttpAdapterHost } from '@nestjs/core';
import { RouteConfig } from '@nestjs/platform-fastify';
import type { FastifyInstance, FastifyRequest } from 'fastify';
import { inflated, inflatedStream } from './inflate.js';

const MIB = 1024 * 1024;

/**
 * What a body is read as. The types of raw bodies are names that only requests of marked routes ever have. Limits are of
 * the content, and so of what is sent: what was deflated is smaller.
 */
const BODIES = {
  json: { type: 'application/json' },
  smallRaw: { type: 'application/x-boardcast-small', bodyLimit: 64 * 1024 },
  largeRaw: { type: 'application/x-boardcast-large', bodyLimit: 5 * MIB },
  protocolRaw: { type: 'application/x-boardcast-protocol', bodyLimit: 16 * MIB },
  stream: { type: 'application/x-boardcast-stream', bodyLimit: 0 },
  snappyRaw: { type: 'application/x-boardcast-snappy', bodyLimit: 16 * MIB },
} as const;
type BodyKind = keyof typeof BODIES;

/** The largest content of a body that speaks another's protocol; also what snappy may inflate to. */
export const MAX_PROTOCOL_BYTES = BODIES.protocolRaw.bodyLimit;

/** JSON that came with a `Content-Encoding`, which Fastify's own parser knows nothing of. */
const ENCODED_JSON = { type: 'application/x-boardcast-json', bodyLimit: 5 * MIB };

const CONFIG = 'boardcastBody';
const ERRORS = 'boardcastErrors';

/** The JSON in which the clients of a protocol read what went wrong. */
export type ErrorForm = (status: number, detail: string) => object;

declare module 'fastify' {
  interface FastifyContextConfig {
    [CONFIG]?: BodyKind;
    [ERRORS]?: ErrorForm;
  }
}

/** What the requests of marked routes said that they send. */
const sentTypes = new WeakMap<object, string>();

/**
 * Marks a route whose body is read alike whatever its content type says: `curl -d 42` calls it a form, and many clients
 * call it nothing. `json` is parsed; the others are bytes: `smallRaw` up to 64 KiB, `largeRaw` up to 5 MiB, `protocolRaw`
 * up to 16 MiB; beyond: 413. `stream` is a readable of bytes, for whoever reads it bit by bit: nothing bounds it. All are
 * inflated if there was a `Content-Encoding` (gzip, deflate, br, zstd). `snappyRaw` also takes `Content-Encoding: snappy`,
 * which its decoder inflates: nothing else here can.
 *
 * @param errors the form of all errors of the route, those of its body among them; without it problem documents.
 */
export function BodyAs(kind: BodyKind, errors?: ErrorForm): ReturnType<typeof RouteConfig> {
  return RouteConfig({ [CONFIG]: kind, ...(errors && { [ERRORS]: errors }) });
}

/** The form that the errors of a request's route have, where it is one of its own. */
export function errorFormOf(request: Partial<FastifyRequest>): ErrorForm | undefined {
  return request.routeOptions?.config[ERRORS];
}

/** A handler's parameter: the content type that was sent, in lower case and without parameters; empty if there was none. */
export const SentType = createParamDecorator((_data: unknown, context: ExecutionContext): string =>
  sentTypeOf(context.switchToHttp().getRequest<FastifyRequest>()),
);

/** The same, of a request. */
export function sentTypeOf({ raw }: FastifyRequest): string {
  const [type = ''] = (sentTypes.get(raw) ?? '').split(';');
  return type.trim().toLowerCase();
}

/** Makes the marks work, in any Nest application on Fastify. */
@Injectable()
export class RequestBodies implements OnModuleInit {
  constructor(private readonly adapterHost: HttpAdapterHost) {}

  onModuleInit(): void {
    const fastify = this.adapterHost.httpAdapter.getInstance<FastifyInstance>();
    for (const kind of ['smallRaw', 'largeRaw', 'protocolRaw', 'snappyRaw'] as const) {
      const { type, bodyLimit } = BODIES[kind];
      fastify.addContentTypeParser(
        type,
        { parseAs: 'buffer', bodyLimit },
        ({ headers }: FastifyRequest, body: Buffer) => {
          const encoding = headers['content-encoding'];
          const isLeft = kind === 'snappyRaw' && encoding?.trim().toLowerCase() === 'snappy';
          return inflated(body, isLeft ? undefined : encoding, bodyLimit);
        },
      );
    }
    const parseJson = fastify.getDefaultJsonParser('error', 'error');
    const { type: encodedJson, bodyLimit } = ENCODED_JSON;
    fastify.addContentTypeParser(
      encodedJson,
      { parseAs: 'buffer', bodyLimit },
      async (request: FastifyRequest, body: Buffer) => {
        const content = await inflated(body, request.headers['content-encoding'], bodyLimit);
        return new Promise<unknown>((resolve, reject) => {
          void parseJson(request, Buffer.from(content).toString(), (error, value) => {
            if (error) reject(error);
            else resolve(value);
          });
        });
      },
    );
    fastify.addContentTypeParser(BODIES.stream.type, (request, payload, done) => {
      done(null, inflatedStream(payload, request.headers['content-encoding']));
    });
    fastify.addHook('onRequest', (request, _reply, done) => {
      // Nothing comes with most requests, and Fastify makes `routeOptions` anew at each look.
      const kind = request.method === 'GET' ? undefined : request.routeOptions.config[CONFIG];
      if (kind) {
        const { headers } = request.raw;
        if (headers['content-type'] !== undefined) sentTypes.set(request.raw, headers['content-type']);
        const isEncodedJson = kind === 'json' && headers['content-encoding'] !== undefined;
        headers['content-type'] = isEncodedJson ? ENCODED_JSON.type : BODIES[kind].type;
      } else if (request.method === 'DELETE' && hasNoBody(request.raw)) {
        // Many clients promise JSON with all that they send.
        delete request.raw.headers['content-type'];
      }
      done();
    });
  }
}

function hasNoBody({ headers }: IncomingMessage): boolean {
  return headers['transfer-encoding'] === undefined && Number(headers['content-length'] ?? 0) === 0;
}
