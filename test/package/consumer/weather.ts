import { Controller, Injectable, Module, Post } from '@nestjs/common';
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
} from 'boardcast';
import { z } from 'zod';

const querySchema = z.object({ source: z.literal('weather'), city: z.string().min(1) });
type WeatherQuery = z.infer<typeof querySchema>;

@Injectable()
class WeatherSource extends Source<WeatherQuery> {
  override readonly name = 'weather';
  override readonly schema = querySchema;

  override topics({ city }: WeatherQuery): readonly string[] {
    return [`weather:${city}`];
  }

  override load(_query: WeatherQuery, { previous }: LoadContext): Promise<LoadedFrame> {
    const values = previous?.fields[0]?.values ?? [7];
    return Promise.resolve({ fields: [{ name: 'temperature', type: 'number', unit: 'celsius', values }] });
  }
}

@Injectable()
class StationCollector extends Collector {
  override readonly name = 'stations';
  override readonly every = '30s';

  override collect({ signal }: CollectContext): Promise<Sample[]> {
    signal.throwIfAborted();
    return Promise.resolve([{ key: 'weather.stations', value: 1, tags: { region: 'eu' } }]);
  }
}

@Controller('weather')
class WeatherController {
  private readonly notifications: NotificationQueue;

  constructor(notifications: NotificationQueue) {
    this.notifications = notifications;
  }

  @Post()
  @Invalidates('weather:Bergen')
  async report(): Promise<void> {
    await this.notifications.publish('weather:Oslo');
  }
}

@Module({
  imports: [
    DashboardModule.forFeature({
      sources: [WeatherSource],
      collectors: [StationCollector],
      boards: [{ slug: 'weather', title: 'Weather', panels: [] }],
    }),
  ],
  controllers: [WeatherController],
})
export class WeatherModule {}
