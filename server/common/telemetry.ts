import { Injectable } from '@nestjs/common';
import { Counter, Gauge, Registry } from 'prom-client';

/** This process's own numbers, as `/metrics` shows them. Every name begins with `boardcast_`; labels are few and bounded. */
@Injectable()
export class Telemetry {
  readonly registry = new Registry();

  counter<L extends string = never>(name: string, help: string, labelNames: readonly L[] = []): Counter<L> {
    return new Counter({ name: `boardcast_${name}`, help, labelNames, registers: [this.registry] });
  }

  /** A gauge that is read when it is scraped. */
  gauge(name: string, help: string, read: () => number): Gauge {
    return new Gauge({
      name: `boardcast_${name}`,
      help,
      registers: [this.registry],
      collect() {
        this.set(read());
      },
    });
  }
}
