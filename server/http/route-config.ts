import { RouteConfig } from '@nestjs/platform-fastify';
import type { FastifyContextConfig } from 'fastify';

/** The metadata key of `RouteConfig`, which keeps only the configuration of one decorator. */
const { KEY } = RouteConfig({});

/** Adds a part to the Fastify configuration of a route, so that several decorators of one method can each add theirs. */
export function addRouteConfig(part: FastifyContextConfig): MethodDecorator {
  return (target, name, descriptor) => {
    const handler = descriptor.value as object;
    const others = Reflect.getMetadata(KEY, handler) as FastifyContextConfig | undefined;
    RouteConfig({ ...others, ...part })(target, name, descriptor);
  };
}
