import type { DynamicModule, Type } from '@nestjs/common';

/** A Nest module that is not part of the server, and is loaded into it. */
export interface Extension {
  /** The name in `EXTENSIONS`: a path, or the name of a package. */
  readonly name: string;
  /** The URL of its file. */
  readonly url: string;
  readonly module: Type | DynamicModule;
}

/** Why an extension cannot be used, and what to do, without paths and other details of this machine. `cause` has the details. */
export class ExtensionError extends Error {
  override readonly name = 'ExtensionError';
}

/** Ends messages whose details may contain paths and secrets of this machine, so that only the log has them. */
export const SEE_LOG = 'See the log of the server.';

/** An extension that the server runs without. */
export interface FailedExtension {
  readonly name: string;
  readonly error: ExtensionError;
}
