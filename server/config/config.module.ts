import { type DynamicModule, Global, Module } from '@nestjs/common';
import { Settings } from './settings.js';

/** Provides the settings everywhere. */
@Global()
@Module({})
export class ConfigModule {
  /** @param settings the settings, or a function that loads them while the application is created; its errors end the creation */
  static forRoot(settings: Settings | (() => Settings)): DynamicModule {
    const provider =
      typeof settings === 'function'
        ? { provide: Settings, useFactory: settings }
        : { provide: Settings, useValue: settings };
    return { module: ConfigModule, providers: [provider], exports: [Settings] };
  }
}
