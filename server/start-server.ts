import type { AddressInfo } from 'node:net';
import { Logger } from '@nestjs/common';
import { collectDefaultMetrics } from 'prom-client';
import type { NestFastifyApplication } from '@nestjs/platform-fastify';
import { METRIC_PREFIX, Telemetry } from './common/telemetry.js';
import { loadSettings } from './config/load-settings.js';
import type { Environment } from './config/given-text.js';
import type { Settings } from './config/settings.js';
import { parseTimeZone } from './config/setting-kinds.js';
import { createWithExtensions } from './create-with-extensions.js';
import { browserUrl, explainListenError } from './listen-address.js';
import { stopOnSignals } from './stop-on-signals.js';
import { StructuredLogger } from './observability/structured-logger.js';

/**
 * Starts the server, and stops it on signals. Resolves when it accepts requests.
 * @throws StartupError
 */
export async function startServer(environment: Environment): Promise<void> {
  const running: { app?: NestFastifyApplication } = {};
  stopOnSignals(async () => running.app?.close());

  const settings = loadSettings(environment);
  const logger = new StructuredLogger(settings.logLevel);
  for (const event of ['uncaughtException', 'unhandledRejection'] as const) {
    process.on(event, (error: unknown) => {
      logger.fatal(`The server stops: ${event}`, error);
      process.exit(1);
    });
  }
  const app = await createWithExtensions(settings, logger);
  running.app = app;
  // Here, not in a module: metrics of the process belong to the program that owns it.
  collectDefaultMetrics({ register: app.get(Telemetry).registry, prefix: METRIC_PREFIX });
  await listen(app, settings);
}

async function listen(app: NestFastifyApplication, settings: Settings): Promise<void> {
  try {
    // Fastify's `listen`, because Nest's also logs the original error.
    await app.getHttpAdapter().getInstance().listen({ port: settings.port, host: settings.host });
  } catch (error) {
    throw explainListenError(error, settings);
  }
  if (settings.access === 'open') {
    new Logger('Access').warn('ACCESS=open: everyone who can reach this server can read and write.');
  }
  const { TZ = '' } = process.env;
  if (TZ !== '' && parseTimeZone(TZ) === undefined) {
    new Logger('Settings').warn(`TZ=${TZ} is not the name of a time zone: boards without a time zone use UTC.`);
  }
  const { port } = app.getHttpServer().address() as AddressInfo;
  process.stdout.write(`Boardcast is live at ${browserUrl(settings.host, port)}${settings.prefix}\n`);
}
