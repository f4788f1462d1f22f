import { createParamDecorator, type ExecutionContext } from '@nestjs/common';
import type { FastifyRequest } from 'fastify';

/** The `Content-Type` headers that requests of decorated routes were sent with. */
const sentTypes = new WeakMap<object, string>();

/** Injects the content type that was sent, in lowercase and without parameters; empty if there was none. */
export const SentContentType = createParamDecorator((_data: unknown, context: ExecutionContext): string =>
  sentContentType(context.switchToHttp().getRequest<FastifyRequest>()),
);

/** Returns the content type that a request was sent with, in lowercase and without parameters; empty if there was none. */
export function sentContentType({ raw }: FastifyRequest): string {
  const [type = ''] = (sentTypes.get(raw) ?? '').split(';');
  return type.trim().toLowerCase();
}

/** Replaces the content type of a request. The one that was sent is kept for `SentContentType`. */
export function replaceContentType({ raw }: FastifyRequest, type: string): void {
  const { headers } = raw;
  if (headers['content-type'] !== undefined) sentTypes.set(raw, headers['content-type']);
  headers['content-type'] = type;
}
