import { createParamDecorator, type ExecutionContext } from '@nestjs/common';
import type { FastifyRequest } from 'fastify';
import type { BodyShare } from './body-memory-budget.js';

/** The memory that the bodies of requests use until they are answered. */
export const bodyShares = new WeakMap<object, BodyShare>();

/** Injects the memory share of a body of the kind `stream`. */
export const RequestBodyShare = createParamDecorator(
  (_data: unknown, context: ExecutionContext): BodyShare | undefined =>
    bodyShares.get(context.switchToHttp().getRequest<FastifyRequest>().raw),
);
