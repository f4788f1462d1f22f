import type { LoggerService } from '@nestjs/common';
import { NestFactoryStatic } from '@nestjs/core/nest-factory.js';
import type { NestFastifyApplication } from '@nestjs/platform-fastify';
import { AppModule, type AppModuleOptions } from './app.module.js';
import type { Settings } from './config/settings.js';
import { configure, type ConfigureOptions } from './configure-app.js';
import { createAdapter } from './http/fastify-adapter.js';

export interface ServerOptions extends AppModuleOptions, ConfigureOptions {
  /** By default, the logger of the process stays. */
  readonly logger?: LoggerService;
}

/** Creates the server with these settings. It is neither initialized nor listening yet. */
export async function createServer(
  settings: Settings,
  { logger, pages, handleUnmatched, ...options }: ServerOptions = {},
): Promise<NestFastifyApplication> {
  // A factory of its own: `NestFactory` remembers options, and may be creating an application that embeds this one.
  const app = await new NestFactoryStatic().create<NestFastifyApplication>(
    AppModule.forRoot(settings, options),
    createAdapter(handleUnmatched),
    { abortOnError: false, ...(logger && { logger }) },
  );
  await configure(app, { pages, handleUnmatched });
  return app;
}
