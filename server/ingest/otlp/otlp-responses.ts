import protobuf from 'protobufjs/minimal.js';

/** The encodings of OTLP/HTTP. A response has the encoding of its request. */
export const PROTOBUF = 'application/x-protobuf';
export const JSON_TYPE = 'application/json';
export type Encoding = typeof PROTOBUF | typeof JSON_TYPE;

/** What a request contains, in the name that its response uses for the rejected count. */
export type Signal = 'DataPoints' | 'LogRecords' | 'Spans';

/** The number of rejected items, while the rest was stored. */
export interface PartialSuccess {
  readonly rejected: number;
  readonly reason?: string;
}

/**
 * Encodes an `Export…ServiceResponse`. It is empty if everything was stored, else it has `partial_success`.
 * https://opentelemetry.io/docs/specs/otlp/#partial-success-1
 */
export function encodeSuccess(encoding: Encoding, signal: Signal, { rejected, reason = '' }: PartialSuccess): Buffer {
  if (rejected === 0) return Buffer.from(encoding === JSON_TYPE ? '{}' : '');
  if (encoding === JSON_TYPE) {
    const partialSuccess = { [`rejected${signal}`]: String(rejected), errorMessage: reason };
    return Buffer.from(JSON.stringify({ partialSuccess }));
  }
  const inner = protobuf.Writer.create().uint32(8).int64(rejected).uint32(18).string(reason).finish();
  return Buffer.from(protobuf.Writer.create().uint32(10).bytes(inner).finish());
}

/**
 * Encodes a `google.rpc.Status`, the response to every error.
 * https://opentelemetry.io/docs/specs/otlp/#failures-1
 */
export function encodeStatus(encoding: Encoding, httpStatus: number, message: string): Buffer {
  const code = CODES[httpStatus] ?? INTERNAL;
  if (encoding === JSON_TYPE) return Buffer.from(JSON.stringify({ code, message }));
  return Buffer.from(protobuf.Writer.create().uint32(8).int32(code).uint32(18).string(message).finish());
}

/** google.rpc.Code by HTTP status. */
const INTERNAL = 13;
const CODES: Readonly<Record<number, number>> = { 400: 3, 413: 3, 415: 3, 422: 3, 429: 8, 503: 14 };
