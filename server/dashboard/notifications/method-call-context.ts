import type { ExecutionContext, Type } from '@nestjs/common';

/** The context of a method that is called directly, not by Nest for a request or message. */
export class MethodCallContext implements ExecutionContext {
  constructor(
    private readonly type: Type,
    private readonly handler: ReturnType<ExecutionContext['getHandler']>,
    private readonly args: unknown[],
  ) {}

  /** The class and the name of the method. */
  get name(): string {
    return `${this.type.name}.${this.handler.name}`;
  }

  // `never`, because the caller names the types.
  getClass(): Type<never> {
    return this.type as Type<never>;
  }

  getHandler(): ReturnType<ExecutionContext['getHandler']> {
    return this.handler;
  }

  /** The arguments of the call. */
  getArgs(): never {
    return this.args as never;
  }

  getArgByIndex(index: number): never {
    return this.args[index] as never;
  }

  getType(): never {
    return 'method' as never;
  }

  switchToHttp(): never {
    throw this.noRequest('HTTP request');
  }

  switchToRpc(): never {
    throw this.noRequest('message of a microservice');
  }

  switchToWs(): never {
    throw this.noRequest('WebSocket message');
  }

  private noRequest(request: string): Error {
    return new Error(
      `${this.name} was called directly, without the ${request} that its @Invalidates reads. Let the function of @Invalidates check ` +
        "context.getType(): it is 'method' in a direct call, and context.getArgs() are the arguments.",
    );
  }
}
