import { Global, Module } from '@nestjs/common';
import { Clock } from './clock.js';
import { Telemetry } from './telemetry.js';

/** Time and telemetry, everywhere; a test puts a clock of its own with `overrideProvider(Clock)`. */
@Global()
@Module({
  providers: [{ provide: Clock, useFactory: () => new Clock() }, Telemetry],
  exports: [Clock, Telemetry],
})
export class BaseModule {}
