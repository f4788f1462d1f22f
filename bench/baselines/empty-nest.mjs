// The simplest GET route of Nest on Fastify: no hooks, pipes or parameters, and a prepared body.
import 'reflect-metadata';
import { Controller, Get, Module, Res } from '@nestjs/common';
import { NestFactory } from '@nestjs/core';
import { FastifyAdapter } from '@nestjs/platform-fastify';
import { answerCalls } from '../processes/methods.mjs';

let answer = { headers: {}, body: Buffer.alloc(0) };

answerCalls({
  /** Sets the response to all requests; the body in base64. */
  serve({ headers, body }) {
    answer = { headers, body: Buffer.from(body, 'base64') };
  },
});

class EmptyController {
  read(reply) {
    reply.headers(answer.headers).send(answer.body);
  }
}
class EmptyModule {}

// Decorators are called as functions, because this file is not compiled.
Controller('api/v1/boards')(EmptyController);
Get(':slug/data')(
  EmptyController.prototype,
  'read',
  Object.getOwnPropertyDescriptor(EmptyController.prototype, 'read'),
);
Res()(EmptyController.prototype, 'read', 0);
Module({ controllers: [EmptyController] })(EmptyModule);

const app = await NestFactory.create(EmptyModule, new FastifyAdapter(), { logger: false });
await app.listen(0, '127.0.0.1');
process.stdout.write(`http://127.0.0.1:${app.getHttpServer().address().port}\n`);
process.channel?.unref();
