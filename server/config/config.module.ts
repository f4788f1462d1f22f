import { type DynamicModule, Global, Module } from '@nestjs/common';
import { Settings } from './settings.js';

/** The settings, everywhere. */
@Global()
@Module({})
export class ConfigModule {
  /** A function is called when the application is made, so that its errors are the application's. */
  static forRoot(settings: Settings | (() => Settings)): DynamicModule {
    const provider =
      typeof settings === 'function'
        ? { provide: Settings, useFactory: settings }
        : { provide: Settings, useValue: settings };
    return { module: ConfigModule, providers: [provider], exports: [Settings] };
  }
}
