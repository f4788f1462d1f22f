import { type DynamicModule, Global, Module } from '@nestjs/common';
import { AccessControl } from './access-control.js';
import type { Authorize } from './principal.js';
import { RequestPolicy } from './request-policy.js';

/** Decides which requests and WebSocket upgrades are served. */
@Global()
@Module({})
export class AccessModule {
  /** @param authorize the decision of the application that embeds Boardcast, if it decides who may use it */
  static forRoot(authorize?: Authorize): DynamicModule {
    return {
      module: AccessModule,
      providers: [RequestPolicy, { provide: AccessControl, useValue: new AccessControl(authorize) }],
      exports: [RequestPolicy, AccessControl],
    };
  }
}
