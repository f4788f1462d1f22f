import { type OnModuleInit, Scope, type Type } from '@nestjs/common';
import type { ModuleRef } from '@nestjs/core';
import { StartupError } from '../common/errors/startup-error.js';

/** Rejects sources and collectors that are not singletons. Nest creates request-scoped ones only for a request, so they would be ignored. */
export class FeatureScopes implements OnModuleInit {
  /** @param types by what they are: `source`, `collector` */
  constructor(
    private readonly moduleRef: ModuleRef,
    private readonly types: Readonly<Record<string, readonly Type[]>>,
  ) {}

  /** All providers are loaded by now, so that Nest knows the scopes of their dependencies. */
  onModuleInit(): void {
    for (const [kind, types] of Object.entries(this.types)) for (const type of types) this.check(kind, type);
  }

  private check(kind: string, type: Type): void {
    const { scope } = this.moduleRef.introspect(type);
    if (scope === Scope.DEFAULT) return;
    const reason =
      scope === Scope.TRANSIENT
        ? 'is transient: remove the scope from its @Injectable()'
        : 'is request-scoped, because it or a provider that it injects has Scope.REQUEST: remove that scope, or inject another provider';
    throw new StartupError(`The ${kind} ${type.name} ${reason}. There is one instance of a ${kind}, for all requests.`);
  }
}
