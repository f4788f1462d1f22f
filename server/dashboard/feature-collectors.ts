import type { OnApplicationBootstrap, OnModuleDestroy } from '@nestjs/common';
import type { CollectorRunner } from './contracts/collector-runner.js';
import type { Collector } from './contracts/collector.js';

/**
 * Runs the collectors of a module as long as what they inject is ready: they start after all hooks `onModuleInit` of the
 * application, and stop before the providers of the modules that their module imports are destroyed.
 */
export class FeatureCollectors implements OnApplicationBootstrap, OnModuleDestroy {
  constructor(
    private readonly runner: CollectorRunner | undefined,
    private readonly collectors: readonly Collector[],
  ) {}

  onApplicationBootstrap(): void {
    this.runner?.start(this.collectors);
  }

  async onModuleDestroy(): Promise<void> {
    await this.runner?.stop(this.collectors);
  }
}
