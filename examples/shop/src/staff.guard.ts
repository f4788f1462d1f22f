import {
  type CanActivate,
  type ExecutionContext,
  Injectable,
  SetMetadata,
  UnauthorizedException,
} from '@nestjs/common';
import { Reflector } from '@nestjs/core';
import type { IncomingMessage } from 'node:http';
import { Staff } from './staff.js';

export const IS_PUBLIC = 'isPublic';

/** Marks routes that everyone may use. */
export const Public = (): MethodDecorator & ClassDecorator => SetMetadata(IS_PUBLIC, true);

/** The global guard: every route of the shop is for its staff, unless it is marked as public. */
@Injectable()
export class StaffGuard implements CanActivate {
  constructor(
    private readonly reflector: Reflector,
    private readonly staff: Staff,
  ) {}

  canActivate(context: ExecutionContext): boolean {
    const isPublic = this.reflector.getAllAndOverride<boolean | undefined>(IS_PUBLIC, [
      context.getHandler(),
      context.getClass(),
    ]);
    if (isPublic === true || this.staff.isSignedIn(context.switchToHttp().getRequest<IncomingMessage>())) return true;
    throw new UnauthorizedException('Only the staff may do this.');
  }
}
