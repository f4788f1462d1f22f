import { Global, Module } from '@nestjs/common';
import { RequestPolicy } from './request-policy.js';

/** Who may talk to this server, for everything that takes requests. */
@Global()
@Module({ providers: [RequestPolicy], exports: [RequestPolicy] })
export class AccessModule {}
