import { Global, Module } from '@nestjs/common';
import { RequestPolicy } from './request-policy.js';

/** Provides the policy that decides which requests and WebSocket upgrades are served. */
@Global()
@Module({ providers: [RequestPolicy], exports: [RequestPolicy] })
export class AccessModule {}
