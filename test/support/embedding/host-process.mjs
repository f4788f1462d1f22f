// Another Nest application with Boardcast at its root, for the tests of the server's API. The arguments are its platform, `express`
// or `fastify`. It uses the built server, and reads the same environment.
import { NestFactory } from '@nestjs/core';
import { ExpressAdapter } from '@nestjs/platform-express';
import { FastifyAdapter } from '@nestjs/platform-fastify';
import { DashboardModule } from '../../../dist/server/index.js';

const [platform] = process.argv.slice(2);
const { PORT = '0', HOST = '127.0.0.1' } = process.env;

const app = await NestFactory.create(
  { imports: [DashboardModule.forRoot({ prefix: '/', fromEnvironment: true })] },
  platform === 'express' ? new ExpressAdapter() : new FastifyAdapter(),
  { logger: ['warn', 'error', 'fatal'] },
);
app.enableShutdownHooks([], { useProcessExit: true });
await app.listen(Number(PORT), HOST);
process.stdout.write(`Boardcast is live at http://localhost:${app.getHttpServer().address().port}\n`);
