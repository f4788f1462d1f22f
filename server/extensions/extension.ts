import type { DynamicModule, Type } from '@nestjs/common';

/** A Nest module from outside that is loaded into the server. */
export interface Extension {
  /** The name in `EXTENSIONS`: a path, or the name of a package. */
  readonly name: string;
  /** The URL of its file. */
  readonly url: string;
  readonly module: Type | DynamicModule;
}

/** Why an extension cannot be used, as a sentence that tells nothing about this machine. `cause` has the details. */
export class ExtensionError extends Error {
  override readonly name = 'ExtensionError';
}

/** Ends messages whose details may name paths and secrets of this machine, which only the log has. */
export const SEE_LOG = 'See the log of the server.';

/** An extension that the server runs without. */
export interface FailedExtension {
  readonly name: string;
  readonly error: ExtensionError;
}
