import type { Collector } from './collector.js';

/** Runs collectors. The module of collectors implements it. */
export abstract class CollectorRunner {
  /** Runs each collector now, and then on its schedule. */
  abstract start(collectors: readonly Collector[]): void;

  /** Stops collectors, and waits a short time for those that are running. */
  abstract stop(collectors: readonly Collector[]): Promise<void>;
}
