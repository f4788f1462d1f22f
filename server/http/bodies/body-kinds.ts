const MIB = 1024 * 1024;

/**
 * The kinds of bodies. Each has an internal content type, which only requests of decorated routes get. The limits apply to the
 * compressed and to the decompressed body. JSON is parsed on the event loop, so its limit is only 1 MiB.
 */
export const BODY_KINDS = {
  json: { type: 'application/x-boardcast-json', bodyLimit: MIB },
  smallRaw: { type: 'application/x-boardcast-small', bodyLimit: 64 * 1024 },
  largeRaw: { type: 'application/x-boardcast-large', bodyLimit: 5 * MIB },
  protocolRaw: { type: 'application/x-boardcast-protocol', bodyLimit: 16 * MIB },
  stream: { type: 'application/x-boardcast-stream', bodyLimit: 0 },
  snappyRaw: { type: 'application/x-boardcast-snappy', bodyLimit: 16 * MIB },
} as const;
export type BodyKind = keyof typeof BODY_KINDS;

/** The limit of bodies in other systems' protocols, also after decompression with snappy. */
export const MAX_PROTOCOL_BYTES = BODY_KINDS.protocolRaw.bodyLimit;
