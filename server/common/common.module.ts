import { Global, Module } from '@nestjs/common';
import { Clock } from './time/clock.js';
import { RecordTelemetry } from './record-telemetry.js';
import { Telemetry } from './telemetry.js';

/** Provides time and telemetry everywhere. A test provides its own clock with `overrideProvider(Clock)`. */
@Global()
@Module({
  providers: [{ provide: Clock, useFactory: () => new Clock() }, Telemetry, RecordTelemetry],
  exports: [Clock, Telemetry, RecordTelemetry],
})
export class CommonModule {}
