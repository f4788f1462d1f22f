import { Injectable } from '@nestjs/common';
import { Telemetry } from './telemetry.js';

/** Counts stored status reports, events and tables. */
@Injectable()
export class RecordTelemetry {
  private readonly stored;

  constructor(telemetry: Telemetry) {
    this.stored = telemetry.counter('stored_records_total', 'Reports of statuses, events and tables stored', ['kind']);
  }

  count(kind: 'status' | 'event' | 'table', count = 1): void {
    this.stored.inc({ kind }, count);
  }
}
