import { describe, expect, it } from '@jest/globals';
import { Global, Injectable, Module } from '@nestjs/common';
import { Test } from '@nestjs/testing';
import { z } from 'zod';
import { boardWithQueries } from '../../test/support/dashboard/board-with-queries.js';
import { Collector } from './contracts/collector.js';
import { DashboardCoreModule } from './dashboard-core.module.js';
import { FeatureRegistry } from './feature-registry.js';
import { Source } from './contracts/source.js';

@Injectable()
class Barometer {
  readonly pressure = 1_013;
}

@Module({ providers: [Barometer], exports: [Barometer] })
class BarometerModule {}

@Injectable()
class WeatherSource extends Source {
  readonly name = 'weather';
  readonly schema = z.looseObject({ source: z.string() });

  constructor(readonly barometer: Barometer) {
    super();
  }

  topics(): string[] {
    return [];
  }

  load(): Promise<never> {
    return Promise.reject(new Error('not asked here'));
  }
}

@Injectable()
class TideCollector extends Collector {
  readonly name = 'tide';
  readonly every = '5s';

  collect(): [] {
    return [];
  }
}

@Global()
@Module({ providers: [FeatureRegistry], exports: [FeatureRegistry] })
class Root {}

describe('DashboardCoreModule.forFeature', () => {
  it('registers the features of a module, with injected imports', async () => {
    const weather = DashboardCoreModule.forFeature({
      imports: [BarometerModule],
      sources: [WeatherSource],
      collectors: [TideCollector],
      boards: [boardWithQueries('weather', [])],
    });
    const app = await Test.createTestingModule({
      imports: [Root, weather, DashboardCoreModule.forFeature({})],
    }).compile();
    const registry = app.get(FeatureRegistry);
    expect((registry.sources.get('weather') as WeatherSource).barometer.pressure).toBe(1_013);
    expect([...registry.collectors.keys()]).toEqual(['tide']);
    expect(registry.boards.map(({ slug }) => slug)).toEqual(['weather']);
  });

  it('rejects two features of the same name', async () => {
    const imports = [
      Root,
      BarometerModule,
      ...[1, 2].map(() => DashboardCoreModule.forFeature({ collectors: [TideCollector] })),
    ];
    await expect(Test.createTestingModule({ imports }).compile()).rejects.toThrow("a collector with the name 'tide'");
  });
});
