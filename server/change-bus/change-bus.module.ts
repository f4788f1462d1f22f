import { Global, Module } from '@nestjs/common';
import { ChangeBus } from './change-bus.js';
import { LocalBus } from './local-bus.js';

@Global()
@Module({ providers: [{ provide: ChangeBus, useClass: LocalBus }], exports: [ChangeBus] })
export class ChangeBusModule {}
