import {
  Body,
  Controller,
  Get,
  HttpCode,
  InternalServerErrorException,
  Module,
  Post,
  UnsupportedMediaTypeException,
} from '@nestjs/common';
import type { NestFastifyApplication } from '@nestjs/platform-fastify';
import { Test } from '@nestjs/testing';
import { z } from 'zod';
import { AccessModule } from '../../../server/access/access.module.js';
import { CommonModule } from '../../../server/common/common.module.js';
import { Problem } from '../../../server/common/errors/problem.js';
import { validate } from '../../../server/common/validation/validate.js';
import { ConfigModule } from '../../../server/config/config.module.js';
import { parseSettings } from '../../../server/config/load-settings.js';
import { DatabaseHealth } from '../../../server/database/database-health.js';
import { DatabaseModule } from '../../../server/database/database.module.js';
import { configure } from '../../../server/configure-app.js';
import { HttpModule } from '../../../server/http/http.module.js';
import { createAdapter } from '../../../server/http/fastify-adapter.js';
import { ObservabilityModule } from '../../../server/observability/observability.module.js';
import { ApiClient } from './api-client.js';

const orderSchema = z.object({ title: z.string().min(1), lines: z.array(z.object({ count: z.int() })) });

@Controller('api/v1/probe')
class ProbeController {
  @Get('value')
  value(): { value: number } {
    return { value: 42 };
  }

  @Get('bug')
  bug(): never {
    throw new Error('secret: the password is hunter2');
  }

  @Get('fault')
  fault(): never {
    throw new InternalServerErrorException('secret: the password is hunter2');
  }

  @Get('named/:name')
  named(): { ok: boolean } {
    return { ok: true };
  }

  @Get('full')
  full(): never {
    throw new Problem(507, 'The disk is full.');
  }

  @Get('busy')
  busy(): never {
    throw new Problem(503, 'Too many reads are waiting.');
  }

  @Get('media')
  media(): never {
    throw new UnsupportedMediaTypeException('Send a number.');
  }

  @Post('order')
  @HttpCode(200)
  order(@Body() body: unknown): z.infer<typeof orderSchema> {
    return validate(orderSchema, body);
  }
}

@Module({ providers: [DatabaseHealth], exports: [DatabaseHealth] })
class NoDatabaseModule {}

@Module({
  imports: [
    CommonModule,
    ConfigModule.forRoot(parseSettings({})),
    HttpModule,
    AccessModule.forRoot(),
    ObservabilityModule,
  ],
  controllers: [ProbeController],
})
class ProbeModule {}

/** An application with everything that handles every request (access, problems, pages) and test routes, but no boards or database. */
export class ProbeApp {
  readonly port: number;

  private constructor(readonly app: NestFastifyApplication) {
    this.port = (app.getHttpServer().address() as { port: number }).port;
  }

  /** @param pages folder of the built client */
  static async start(pages: string): Promise<ProbeApp> {
    const testing = await Test.createTestingModule({ imports: [ProbeModule] })
      .overrideModule(DatabaseModule)
      .useModule(NoDatabaseModule)
      .compile();
    const app = testing.createNestApplication<NestFastifyApplication>(createAdapter(), { logger: false });
    await configure(app, { pages });
    await app.listen(0, '127.0.0.1');
    return new ProbeApp(app);
  }

  /** Reads the whole response: the server waits for unread responses when it stops. */
  async request(path: string, init: RequestInit = {}): Promise<Response> {
    const response = await fetch(`http://127.0.0.1:${this.port}${path}`, { ...init, redirect: 'manual' });
    const body = await response.arrayBuffer();
    return new Response(body.byteLength > 0 ? body : null, response);
  }

  /** Sends exactly these bytes, and returns what the server sends back. */
  sendRaw(request: string): Promise<string> {
    return new ApiClient(`http://127.0.0.1:${this.port}`).sendRaw(request);
  }

  async close(): Promise<void> {
    await this.app.close();
  }
}
