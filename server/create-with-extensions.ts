import type { DynamicModule, Type } from '@nestjs/common';
import { NestFactory } from '@nestjs/core';
import type { NestFastifyApplication } from '@nestjs/platform-fastify';
import { AppModule } from './app.module.js';
import type { Settings } from './config/settings.js';
import { createServer } from './create-server.js';
import { closeDatabaseOf } from './database/database.module.js';
import { type Extension, ExtensionError, type FailedExtension, SEE_LOG } from './extensions/extension.js';
import { failingExtensions } from './extensions/failing-extensions.js';
import { loadExtensions } from './extensions/load-extensions.js';
import { Readiness } from './observability/readiness.js';
import type { StructuredLogger } from './observability/structured-logger.js';

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

async function create(
  settings: Settings,
  logger: StructuredLogger,
  extensions: readonly Extension[],
): Promise<CreatedServer> {
  try {
    return { app: await createAndInit(settings, logger, extensions), extensions, failed: [] };
  } catch (cause) {
    if (extensions.length === 0) throw cause;
    await closeDatabaseOf(settings);
    const failing = failingExtensions(cause, extensions);
    const rest = extensions.filter((extension) => !failing.includes(extension));
    const { failed, ...server } = await create(settings, logger, rest);
    const error = new ExtensionError(`The server does not start with it. ${SEE_LOG}`, { cause });
    return { ...server, failed: [...failing.map(({ name }) => ({ name, error })), ...failed] };
  }
}

async function createAndInit(
  settings: Settings,
  logger: StructuredLogger,
  extensions: readonly Extension[],
): Promise<NestFastifyApplication> {
  const app = await createServer(settings, { logger, extensions: extensions.map(({ module }) => module) });
  try {
    return await app.init();
  } catch (error) {
    await app.close();
    throw error;
  }
}
