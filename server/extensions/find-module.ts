import type { DynamicModule, Type } from '@nestjs/common';
import { MODULE_METADATA } from '@nestjs/common/constants.js';
import { isObject } from '../../wire/is-object.js';
import { ExtensionError } from './extension.js';

const METADATA = Object.values(MODULE_METADATA);

/**
 * Finds the Nest module that a file exports: the default export, or the only exported class with `@Module`.
 * @throws ExtensionError
 */
export function findModule(exported: Readonly<Record<string, unknown>>): Type | DynamicModule {
  const { default: preferred } = exported;
  // TypeScript compiles the exports of a CommonJS module to properties of the default export.
  if (isObject(preferred) && preferred.__esModule === true) return findModule(preferred);
  if (isModule(preferred)) return preferred;
  const [module, ...others] = Object.values(exported).filter(isModule);
  if (module && others.length === 0) return module;
  throw new ExtensionError(
    module
      ? 'It exports more than one Nest module. Export one of them as default.'
      : 'It exports no Nest module. Export a class with @Module, or the result of DashboardModule.forFeature, as default.',
  );
}

function isModule(value: unknown): value is Type | DynamicModule {
  if (typeof value === 'function') return METADATA.some((key) => Reflect.hasOwnMetadata(key, value));
  return isObject(value) && typeof value.module === 'function';
}
