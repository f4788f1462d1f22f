import type { DynamicModule, Type } from '@nestjs/common';
import { NestFactory } from '@nestjs/core';
import type { NestFastifyApplication } from '@nestjs/platform-fastify';
import { AppModule } from './app.module.js';
import { within } from './common/time/within.js';
import type { Settings } from './config/settings.js';
import { createServer } from './create-server.js';
import { closeDatabaseOf } from './database/database.module.js';
import { type Extension, ExtensionError, type FailedExtension, SEE_LOG } from './extensions/extension.js';
import { loadExtensions } from './extensions/load-extensions.js';
import { Readiness } from './observability/readiness.js';
import type { StructuredLogger } from './observability/structured-logger.js';
import { serveBelow } from './serve-below.js';

/** The time limit for the hooks `onModuleInit` and `onApplicationBootstrap` of a server with extensions. */
const START_LIMIT_MS = 60_000;
const TOO_SLOW = `The hooks onModuleInit and onApplicationBootstrap did not end within ${START_LIMIT_MS / 1_000} s.`;

interface CreatedServer {
  readonly app: NestFastifyApplication;
  /** The extensions that it runs with. */
  readonly extensions: readonly Extension[];
  readonly failed: readonly FailedExtension[];
}

/**
 * Creates and initializes the server with the extensions of the settings. It runs without those that fail. They are logged, and
 * `/health/ready` names them.
 */
export async function createWithExtensions(
  settings: Settings,
  logger: StructuredLogger,
): Promise<NestFastifyApplication> {
  const loaded = await loadExtensions(settings.extensions, (module) => resolveDependencies(settings, module));
  const { app, extensions, ...created } = await create(settings, logger, loaded.extensions);
  const failed = [...loaded.failed, ...created.failed];
  for (const { name } of extensions) logger.log(`The extension ${name} is loaded.`, 'Extensions');
  for (const { name, error } of failed) {
    logger.error(`The server runs without the extension ${name}. ${error.message}`, error.cause, 'Extensions');
  }
  app.get(Readiness, { strict: false }).failedExtensions = failed.map(({ name, error }) => ({
    name,
    reason: error.message,
  }));
  return app;
}

/** Resolves the dependencies of a module in this server, without creating anything. Rejects if that fails. */
async function resolveDependencies(settings: Settings, module: Type | DynamicModule): Promise<void> {
  await NestFactory.createApplicationContext(AppModule.forRoot(settings, { extensions: [module] }), {
    preview: true,
    abortOnError: false,
    logger: false,
  });
}

/** Starts with all extensions; if that fails, adds one after the other, and leaves out those with which the start fails. */
async function create(settings: Settings, logger: StructuredLogger, all: readonly Extension[]): Promise<CreatedServer> {
  try {
    return { app: await createAndInit(settings, logger, all), extensions: all, failed: [] };
  } catch (error) {
    if (all.length === 0) throw error;
  }
  const extensions: Extension[] = [];
  const failed: FailedExtension[] = [];
  let app: NestFastifyApplication | undefined;
  for (const extension of all) {
    await app?.close();
    try {
      app = await createAndInit(settings, logger, [...extensions, extension]);
      extensions.push(extension);
    } catch (cause) {
      app = undefined;
      const error = new ExtensionError(`The server does not start with it. ${SEE_LOG}`, { cause });
      failed.push({ name: extension.name, error });
    }
  }
  return { app: app ?? (await createAndInit(settings, logger, extensions)), extensions, failed };
}

async function createAndInit(
  settings: Settings,
  logger: StructuredLogger,
  extensions: readonly Extension[],
): Promise<NestFastifyApplication> {
  let app: NestFastifyApplication | undefined;
  try {
    app = await createServer(settings, { logger, extensions: extensions.map(({ module }) => module) });
    if (settings.prefix !== '') serveBelow(app.getHttpServer(), settings.prefix);
    const starting = app.init();
    return await (extensions.length === 0 ? starting : within(starting, START_LIMIT_MS, TOO_SLOW));
  } catch (error) {
    await app?.close();
    await closeDatabaseOf(settings);
    throw error;
  }
}
