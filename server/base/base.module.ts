import { Global, Module } from '@nestjs/common';
import { Clock } from './clock.js';
import { RequestBodies } from './request-bodies.js';
import { Telemetry } from './telemetry.js';

/** Time, telemetry and how bodies are read, everywhere; a test puts a clock of its own with `overrideProvider(Clock)`. */
@Global()
@Module({
  providers: [{ provide: Clock, useFactory: () => new Clock() }, Telemetry, RequestBodies],
  exports: [Clock, Telemetry],
})
export class BaseModule {}
