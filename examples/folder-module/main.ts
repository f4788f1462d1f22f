// An application with Boardcast and one more module. README.md says how to run it.
import { Module } from '@nestjs/common';
import { NestFactory } from '@nestjs/core';
import { DashboardModule } from 'boardcast';
import { FolderModule } from './folder.module.js';

/** `forRoot()` adds all of Boardcast to the application, below `/boardcast/`. */
@Module({ imports: [DashboardModule.forRoot(), FolderModule] })
class ExampleModule {}

const app = await NestFactory.create(ExampleModule);
app.enableShutdownHooks();
await app.listen(process.env.PORT ?? 3000, '127.0.0.1');
