import { Body, Controller, HttpCode, Module, Post, Res, UnauthorizedException } from '@nestjs/common';
import { APP_GUARD } from '@nestjs/core';
import type { ServerResponse } from 'node:http';
import { Public, StaffGuard } from './staff.guard.js';
import { Staff } from './staff.js';

@Controller('sign-in')
export class SignInController {
  constructor(private readonly staff: Staff) {}

  @Post()
  @Public()
  @HttpCode(204)
  signIn(@Body('token') token: unknown, @Res({ passthrough: true }) response: ServerResponse): void {
    if (!this.staff.isToken(token)) throw new UnauthorizedException('The token is wrong.');
    response.setHeader('Set-Cookie', `staff=${String(token)}; HttpOnly; SameSite=Strict; Path=/`);
  }
}

@Module({
  controllers: [SignInController],
  providers: [Staff, { provide: APP_GUARD, useClass: StaffGuard }],
  exports: [Staff],
})
export class StaffModule {}
