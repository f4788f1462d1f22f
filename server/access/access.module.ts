import { type DynamicModule, Global, Module } from '@nestjs/common';
import { APP_GUARD } from '@nestjs/core';
import { Authorization } from './authorization.js';
import type { Authorize } from './principal.js';
import { RequestPolicy } from './request-policy.js';
import { WriteGuard } from './write-guard.js';

/** Decides which requests and WebSocket upgrades are served. */
@Global()
@Module({})
export class AccessModule {
  /** @param authorize the decision of the application that embeds Boardcast, if it decides who may use it */
  static forRoot(authorize?: Authorize): DynamicModule {
    return {
      module: AccessModule,
      providers: [
        RequestPolicy,
        { provide: Authorization, useValue: new Authorization(authorize) },
        ...(authorize ? [{ provide: APP_GUARD, useClass: WriteGuard }] : []),
      ],
      exports: [RequestPolicy, Authorization],
    };
  }
}
