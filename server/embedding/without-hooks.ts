import type {
  BeforeApplicationShutdown,
  OnApplicationBootstrap,
  OnApplicationShutdown,
  OnModuleDestroy,
  OnModuleInit,
} from '@nestjs/common';

type Hooks = OnModuleInit &
  OnModuleDestroy &
  OnApplicationBootstrap &
  BeforeApplicationShutdown &
  OnApplicationShutdown;

const HOOKS: Record<keyof Hooks, true> = {
  onModuleInit: true,
  onModuleDestroy: true,
  onApplicationBootstrap: true,
  beforeApplicationShutdown: true,
  onApplicationShutdown: true,
};

/**
 * Returns the object without its lifecycle hooks, so that a second Nest application that provides it does not run them again.
 * Properties that are set, like the functions of a test, are set on the object itself.
 */
export function withoutHooks<T extends object>(instance: T): T {
  const methods = new Map<unknown, unknown>();
  return new Proxy(instance, {
    get(target, key) {
      if (typeof key === 'string' && Object.hasOwn(HOOKS, key)) return undefined;
      const value: unknown = Reflect.get(target, key);
      if (typeof value !== 'function' || Object.hasOwn(target, key) || key === 'constructor') return value;
      if (!methods.has(value)) methods.set(value, value.bind(target));
      return methods.get(value);
    },
  });
}
