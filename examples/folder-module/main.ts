// Boardcast with one more module. README.md says how to run it.
import { Module } from '@nestjs/common';
import { NestFactory } from '@nestjs/core';
import type { NestFastifyApplication } from '@nestjs/platform-fastify';
import { configure, createAdapter, DashboardModule, Settings } from 'boardcast';
import { FolderModule } from './folder.module.js';

/** `forRoot()` brings all of Boardcast. It reads the same environment variables as `npm start`. */
@Module({ imports: [DashboardModule.forRoot(), FolderModule] })
class ExampleModule {}

const app = await NestFactory.create<NestFastifyApplication>(ExampleModule, createAdapter());
await configure(app);
app.enableShutdownHooks();

const { host, port } = app.get(Settings);
await app.listen(port, host);
