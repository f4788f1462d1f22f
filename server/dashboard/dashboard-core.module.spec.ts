import { describe, expect, it } from '@jest/globals';
import {
  Global,
  Inject,
  Injectable,
  Module,
  type OnModuleDestroy,
  type OnModuleInit,
  Scope,
  type Type,
} from '@nestjs/common';
import { REQUEST } from '@nestjs/core';
import { Test } from '@nestjs/testing';
import { z } from 'zod';
import { boardWithQueries } from '../../test/support/dashboard/board-with-queries.js';
import { CollectorRunner } from './contracts/collector-runner.js';
import { Collector } from './contracts/collector.js';
import { DashboardCoreModule, type DashboardFeatures } from './dashboard-core.module.js';
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
    expect(registry.boards.map(({ board }) => board.slug)).toEqual(['weather']);
  });

  it('rejects a member that it does not have', () => {
    const misspelled = { sourcess: [WeatherSource] } as DashboardFeatures;
    expect(() => DashboardCoreModule.forFeature(misspelled)).toThrow(
      'DashboardModule.forFeature has no member sourcess. It has imports, providers, sources, collectors and boards.',
    );
  });

  it('runs collectors from the end of the start to the beginning of the shutdown', async () => {
    const log: string[] = [];
    @Injectable()
    class Station implements OnModuleInit, OnModuleDestroy {
      onModuleInit(): void {
        log.push('station ready');
      }
      onModuleDestroy(): void {
        log.push('station closed');
      }
    }
    @Module({ providers: [Station], exports: [Station] })
    class StationModule {}
    const runner = {
      start: (collectors: Collector[]) => log.push(`start ${collectors.map(({ name }) => name).join()}`),
      stop: (collectors: Collector[]) => Promise.resolve(log.push(`stop ${collectors.map(({ name }) => name).join()}`)),
    };
    const providers = [FeatureRegistry, { provide: CollectorRunner, useValue: runner }];
    @Global()
    @Module({ providers, exports: providers })
    class RunnerModule {}
    const tides = DashboardCoreModule.forFeature({ imports: [StationModule], collectors: [TideCollector] });
    const app = await Test.createTestingModule({ imports: [RunnerModule, tides] }).compile();
    await app.init();
    await app.close();
    expect(log).toEqual(['station ready', 'start tide', 'stop tide', 'station closed']);
  });

  it('knows the module that contributes a board', async () => {
    @Module({ imports: [DashboardCoreModule.forFeature({ boards: [boardWithQueries('weather', [])] })] })
    class WeatherModule {}
    const app = await Test.createTestingModule({ imports: [Root, WeatherModule] }).compile();
    expect(app.get(FeatureRegistry).boards).toMatchObject([{ module: 'WeatherModule' }]);
  });

  it('names the classes that have the same name', async () => {
    class EbbCollector extends TideCollector {}
    const collectors = [TideCollector, EbbCollector];
    await expect(start({ collectors })).rejects.toThrow(
      "The collectors TideCollector and EbbCollector have the same name, 'tide': rename one of them.",
    );
    await expect(start({ collectors: [TideCollector] }, { collectors: [TideCollector] })).rejects.toThrow(
      /TideCollector and TideCollector .* register it in one module only/,
    );
  });

  it.each([undefined, '', 'rain fall', 'Ä', '-rain', 'x'.repeat(65)])(
    'rejects a source with the name %j',
    async (name) => {
      class RainSource extends WeatherSource {
        override readonly name = name as 'weather';
      }
      await expect(start({ imports: [BarometerModule], sources: [RainSource] })).rejects.toThrow(
        /^The source RainSource is invalid: 'name' is .*, like 'weather'\.$/,
      );
    },
  );

  it.each([undefined, 5_000, '5', '', '0s', '1.5s', 'often'])('rejects a collector with every = %j', async (every) => {
    class EbbCollector extends TideCollector {
      override readonly every = every as '5s';
    }
    await expect(start({ collectors: [EbbCollector] })).rejects.toThrow(
      /^The collector EbbCollector is invalid: 'every' is .*, like '30s'\.$/,
    );
  });

  it('names everything that a class lacks', async () => {
    class Thermometer {
      readonly degrees = 21;
    }
    await expect(start({ sources: [Thermometer as unknown as Type<Source>] })).rejects.toThrow(
      /^The source Thermometer is invalid: 'name' is undefined.*'schema' must be a zod schema.*no method topics\(\).*no method load\(\)\.$/,
    );
    await expect(start({ collectors: [Thermometer as unknown as Type<Collector>] })).rejects.toThrow(
      /^The collector Thermometer is invalid: 'name' is undefined.*'every' is undefined.*no method collect\(\)\.$/,
    );
  });

  it('rejects what is not a class', () => {
    const sources = [WeatherSource, undefined as unknown as Type<Source>];
    expect(() => DashboardCoreModule.forFeature({ sources })).toThrow(/^sources\[1\] of .* is undefined/);
  });

  it('rejects a request-scoped source and collector', async () => {
    @Injectable({ scope: Scope.REQUEST })
    class UserSource extends WeatherSource {}
    @Injectable({ scope: Scope.REQUEST })
    class UserCollector extends TideCollector {}
    await expect(start({ imports: [BarometerModule], sources: [UserSource] })).rejects.toThrow(
      /^The source UserSource is request-scoped.*remove that scope/,
    );
    await expect(start({ collectors: [UserCollector] })).rejects.toThrow(
      /^The collector UserCollector is request-scoped.*remove that scope/,
    );
  });

  it('rejects a source that is request-scoped through a dependency of a dependency', async () => {
    @Injectable()
    class CurrentUser {
      constructor(@Inject(REQUEST) readonly request: unknown) {}
    }
    @Injectable()
    class Preferences {
      constructor(readonly user: CurrentUser) {}
    }
    @Injectable()
    class UserSource extends WeatherSource {
      constructor(
        barometer: Barometer,
        readonly preferences: Preferences,
      ) {
        super(barometer);
      }
    }
    const features = { imports: [BarometerModule], providers: [CurrentUser, Preferences], sources: [UserSource] };
    await expect(start(features)).rejects.toThrow(
      /^The source UserSource is request-scoped.*or a provider that it injects/,
    );
  });

  it('rejects a transient source, and accepts one that injects a transient provider', async () => {
    @Injectable({ scope: Scope.TRANSIENT })
    class CopiedSource extends WeatherSource {}
    await expect(start({ imports: [BarometerModule], sources: [CopiedSource] })).rejects.toThrow(
      /^The source CopiedSource is transient/,
    );
    @Injectable({ scope: Scope.TRANSIENT })
    class OwnBarometer extends Barometer {}
    @Injectable()
    class OwnSource extends WeatherSource {
      constructor(readonly own: OwnBarometer) {
        super(own);
      }
    }
    await start({ providers: [OwnBarometer], sources: [OwnSource] });
  });
});

async function start(...features: DashboardFeatures[]): Promise<void> {
  const imports = [Root, ...features.map((each) => DashboardCoreModule.forFeature(each))];
  const app = await Test.createTestingModule({ imports }).compile();
  await app.init();
  await app.close();
}
