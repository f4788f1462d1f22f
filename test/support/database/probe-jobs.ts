import { jobModule } from '../../../server/database/job.js';
import type { jobs } from './probe.worker.js';

const probe = jobModule<typeof jobs>('./probe.worker.js', import.meta.url);

export const PUT = probe('put');
export const FILL = probe('fill');
export const KEYS = probe('keys');
export const HOLD = probe('hold');
export const LOOP = probe('loop');
export const EXIT = probe('exit');
export const DECODE = probe('decode');
export const BYTES = probe('bytes');

/** Blocks a thread in the job `HOLD` until the gate is opened. */
export class Gate {
  readonly gate = new Int32Array(new SharedArrayBuffer(4));

  /** Resolves when the job `LOOP` has opened the gate. */
  async opened(): Promise<void> {
    await Atomics.waitAsync(this.gate, 0, 0).value;
  }

  open(): void {
    Atomics.store(this.gate, 0, 1);
    Atomics.notify(this.gate, 0);
  }
}
