import { type DynamicModule, Global, Module } from '@nestjs/common';
import { BodyMemory } from '../base/body-memory.js';
import { Settings } from './settings.js';

/** The settings, everywhere, and what the modules below need of them. */
@Global()
@Module({})
export class ConfigModule {
  /** A function is called when the application is made, so that its errors are the application's. */
  static forRoot(settings: Settings | (() => Settings)): DynamicModule {
    const provider =
      typeof settings === 'function'
        ? { provide: Settings, useFactory: settings }
        : { provide: Settings, useValue: settings };
    const bodyMemory = {
      provide: BodyMemory,
      inject: [Settings],
      useFactory: ({ maxBodyMemoryBytes }: Settings) => new BodyMemory(maxBodyMemoryBytes),
    };
    return { module: ConfigModule, providers: [provider, bodyMemory], exports: [Settings, BodyMemory] };
  }
}
