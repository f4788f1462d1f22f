/** A part of a JSON schema, or a reference to one. */
export type Schema = Readonly<Record<string, unknown>>;

export interface Operation {
  readonly method: string;
  /** With parameters in braces. */
  readonly path: string;
  readonly query: readonly { name: string; schema: Schema }[];
  readonly body?: { type: string; schema: Schema };
}

interface OperationObject {
  readonly parameters?: readonly { name: string; in: string; schema?: Schema }[];
  readonly requestBody?: { readonly content: Readonly<Record<string, { schema?: Schema }>> };
}

interface OpenApi {
  readonly paths: Readonly<Record<string, Readonly<Record<string, OperationObject>>>>;
  readonly components?: { readonly schemas?: Readonly<Record<string, Schema>> };
}

/** Returns the operations of an OpenAPI document, one for each content type of their bodies, with references resolved. */
export function listOperations({ paths, components }: OpenApi): Operation[] {
  const resolve = (schema: unknown, depth = 0): unknown => {
    if (Array.isArray(schema)) return schema.map((part) => resolve(part, depth));
    if (typeof schema !== 'object' || schema === null) return schema;
    const { $ref: reference } = schema as { $ref?: string };
    // Limits schemas that contain themselves.
    if (depth > 8) return {};
    if (reference !== undefined)
      return resolve(components?.schemas?.[reference.split('/').at(-1) ?? ''] ?? {}, depth + 1);
    return Object.fromEntries(Object.entries(schema).map(([name, part]) => [name, resolve(part, depth + 1)]));
  };
  return Object.entries(paths).flatMap(([path, methods]) =>
    Object.entries(methods).flatMap(([method, { parameters = [], requestBody }]): Operation[] => {
      const query = parameters
        .filter((parameter) => parameter.in === 'query')
        .map(({ name, schema }) => ({ name, schema: resolve(schema ?? {}) as Schema }));
      const operation = { method: method.toUpperCase(), path, query };
      if (requestBody === undefined) return [operation];
      return Object.entries(requestBody.content).map(([type, { schema }]) => ({
        ...operation,
        body: { type, schema: resolve(schema ?? {}) as Schema },
      }));
    }),
  );
}
