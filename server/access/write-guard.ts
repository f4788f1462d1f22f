import { type CanActivate, type ExecutionContext, Injectable, SetMetadata } from '@nestjs/common';
import { Reflector } from '@nestjs/core';
import type { FastifyRequest } from 'fastify';
import { Problem } from '../common/errors/problem.js';
import { Authorization } from './authorization.js';

const WRITES = 'boardcast:writes';

const READING_METHODS: readonly string[] = ['GET', 'HEAD', 'OPTIONS'];

/**
 * Marks a route whose HTTP method does not show whether it changes data. By default, GET, HEAD and OPTIONS read, and all other
 * methods write.
 */
export function Writes(writes: boolean): MethodDecorator {
  return SetMetadata(WRITES, writes);
}

/** Rejects requests of viewers to routes that change data. */
@Injectable()
export class WriteGuard implements CanActivate {
  constructor(
    private readonly authorization: Authorization,
    private readonly reflector: Reflector,
  ) {}

  canActivate(context: ExecutionContext): boolean {
    if (context.getType() !== 'http') return true;
    const { method, raw } = context.switchToHttp().getRequest<FastifyRequest>();
    const writes =
      this.reflector.get<boolean | undefined>(WRITES, context.getHandler()) ?? !READING_METHODS.includes(method);
    if (writes && !this.authorization.mayWrite(raw)) {
      throw new Problem(403, 'Your role, viewer, cannot change anything. Ask an administrator for the role editor.');
    }
    return true;
  }
}
