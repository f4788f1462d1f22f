import type { FastifyRequest } from 'fastify';
import { addRouteConfig } from '../route-config.js';
import type { BodyKind } from './body-kinds.js';

const KIND = 'boardcastBody';
const ERRORS = 'boardcastErrors';

/** Creates the JSON of an error as the clients of a protocol expect it. */
export type ErrorFormat = (status: number, detail: string) => object;

declare module 'fastify' {
  interface FastifyContextConfig {
    [KIND]?: BodyKind;
    [ERRORS]?: ErrorFormat;
  }
}

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
export function BodyAs(kind: BodyKind, errors?: ErrorFormat): MethodDecorator {
  return addRouteConfig({ [KIND]: kind, ...(errors && { [ERRORS]: errors }) });
}

/** Returns how the body of a request's route is read; undefined if the route is not decorated. */
export function bodyKindOf({ routeOptions }: FastifyRequest): BodyKind | undefined {
  return routeOptions.config[KIND];
}

/** Returns the error format of a request's route, if it has its own. */
export function errorFormatOf(request: Partial<FastifyRequest>): ErrorFormat | undefined {
  return request.routeOptions?.config[ERRORS];
}
