import protobuf from 'protobufjs/minimal.js';

/** The two encodings of OTLP/HTTP; an answer has its request's. */
export const PROTOBUF = 'application/x-protobuf';
export const JSON_TYPE = 'application/json';
export type Encoding = typeof PROTOBUF | typeof JSON_TYPE;

/** What a request was about, as its answer counts what was rejected. */
export type Signal = 'DataPoints' | 'LogRecords' | 'Spans';

/** What was not stored, though the rest was. */
export interface PartialSuccess {
  readonly rejected: number;
  readonly reason?: string;
}

/**
 * The bytes of an `Export…ServiceResponse`: empty if all was stored, else with `partial_success`.
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
 * The bytes of a `google.rpc.Status`, which every error is answered with.
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
