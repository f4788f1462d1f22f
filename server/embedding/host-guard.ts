import { type CanActivate, type ExecutionContext, SetMetadata } from '@nestjs/common';
import type { ExternalContextCreator } from '@nestjs/core';

type RunGuards = (request: unknown, response: unknown) => Promise<unknown>;

/**
 * Runs the global guards of the application that embeds Boardcast for the routes of the API, health and metrics. The guards see one
 * handler, with the metadata that the application chose.
 */
export class HostGuard implements CanActivate {
  private runGuards?: RunGuards;

  constructor(
    private readonly contexts: ExternalContextCreator,
    private readonly metadata: Readonly<Record<string | symbol, unknown>>,
  ) {}

  async canActivate(context: ExecutionContext): Promise<boolean> {
    if (context.getType() !== 'http') return true;
    const http = context.switchToHttp();
    // At the first request, because the application may register guards until it listens.
    this.runGuards ??= this.createRunner();
    await this.runGuards(http.getRequest(), http.getResponse());
    return true;
  }

  private createRunner(): RunGuards {
    class BoardcastRoutes {
      handle(): void {
        // Guards need a handler. Boardcast's own handler runs after them.
      }
    }
    const handle = Object.getOwnPropertyDescriptor(BoardcastRoutes.prototype, 'handle') as PropertyDescriptor;
    for (const key of Reflect.ownKeys(this.metadata)) {
      // Types of decorators know only texts as keys, but Nest and `Reflector` also accept symbols.
      const decorate = SetMetadata(key as string, this.metadata[key]);
      decorate(BoardcastRoutes);
      decorate(BoardcastRoutes.prototype, 'handle', handle);
    }
    const routes = new BoardcastRoutes();
    const onlyGuards = { guards: true, interceptors: false, filters: false };
    return this.contexts.create(
      routes,
      routes.handle.bind(routes),
      'handle',
      undefined,
      undefined,
      undefined,
      undefined,
      onlyGuards,
      'http',
    ) as RunGuards;
  }
}
