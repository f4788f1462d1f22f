import { type INestApplication, Module } from '@nestjs/common';
import { NestFactory } from '@nestjs/core';
import { DashboardModule } from 'boardcast';
import { FolderModule } from './folder.module.js';

/** `forRoot` adds Boardcast to the application, below `/boardcast/`. */
@Module({ imports: [DashboardModule.forRoot({ dataDir: process.env.DATA_DIR }), FolderModule] })
class AppModule {}

export async function createApp(): Promise<INestApplication> {
  const app = await NestFactory.create(AppModule, { logger: ['warn', 'error', 'fatal'] });
  app.enableShutdownHooks();
  return app;
}
