import { join } from 'node:path';
import { NestFactory } from '@nestjs/core';
import type { NestExpressApplication } from '@nestjs/platform-express';
import { ShopModule } from './shop.module.js';

const PUBLIC_FOLDER = join(import.meta.dirname, '../../public');

export async function createShop(): Promise<NestExpressApplication> {
  const app = await NestFactory.create<NestExpressApplication>(ShopModule, { logger: ['warn', 'error', 'fatal'] });
  app.useStaticAssets(PUBLIC_FOLDER);
  // When the shop stops, browsers with a board reconnect at once instead of waiting for a timeout.
  app.enableShutdownHooks();
  return app;
}
