import { Body, Controller, HttpCode, Injectable, Module, Post } from '@nestjs/common';
import { z } from 'zod';
import {
  type CollectContext,
  Collector,
  DashboardModule,
  Invalidates,
  type LoadContext,
  type LoadedFrame,
  NotificationQueue,
  type Sample,
  Source,
} from '../../server/index.js';

const weatherQuerySchema = z.object({ source: z.literal('weather'), city: z.string().min(1) });
type WeatherQuery = z.infer<typeof weatherQuerySchema>;

const reportSchema = z.object({ city: z.string(), degrees: z.number() });

/** What the stranger knows of the weather: no business of Boardcast's. */
@Injectable()
export class Thermometers {
  readonly degrees = new Map<string, number>();
}

@Injectable()
export class WeatherSource extends Source<WeatherQuery> {
  readonly name = 'weather';
  readonly schema = weatherQuerySchema;
  /** Every load, with what was asked. */
  readonly asked: { city: string; range: string }[] = [];

  constructor(private readonly thermometers: Thermometers) {
    super();
  }

  topics({ city }: WeatherQuery): readonly string[] {
    return [`weather:${city}`];
  }

  load({ city }: WeatherQuery, { range }: LoadContext): Promise<LoadedFrame> {
    this.asked.push({ city, range });
    const degrees = this.thermometers.degrees.get(city);
    if (degrees === undefined) throw new Error(`Nobody measures in ${city}.`);
    return Promise.resolve({ fields: [{ name: 'temperature', type: 'number', unit: 'celsius', values: [degrees] }] });
  }
}

@Injectable()
export class LoadCollector extends Collector {
  readonly name = 'tide';
  readonly every = '1s';
  turns = 0;

  collect({ signal }: CollectContext): Sample[] {
    signal.throwIfAborted();
    this.turns += 1;
    return [{ key: 'tide.level', value: this.turns, unit: 'm', expectEvery: '5s' }];
  }
}

@Controller('weather')
export class WeatherController {
  constructor(private readonly thermometers: Thermometers) {}

  @Post('reports')
  @HttpCode(200)
  @Invalidates((context) => {
    const { body } = context.switchToHttp().getRequest<{ body: { city: string } }>();
    return `weather:${body.city}`;
  })
  report(@Body() body: unknown): { taken: boolean } {
    const { city, degrees } = reportSchema.parse(body);
    this.thermometers.degrees.set(city, degrees);
    return { taken: true };
  }
}

/** Measures by itself, and says so. */
@Injectable()
export class WeatherStation {
  constructor(
    private readonly thermometers: Thermometers,
    private readonly notifications: NotificationQueue,
  ) {}

  async measure(city: string, degrees: number): Promise<void> {
    this.thermometers.degrees.set(city, degrees);
    await this.notifications.announce(`weather:${city}`);
  }
}

@Module({ providers: [Thermometers], exports: [Thermometers] })
class ThermometersModule {}

@Module({
  imports: [
    ThermometersModule,
    DashboardModule.forFeature({
      imports: [ThermometersModule],
      sources: [WeatherSource],
      collectors: [LoadCollector],
    }),
  ],
  controllers: [WeatherController],
  providers: [WeatherStation],
})
export class WeatherModule {}
