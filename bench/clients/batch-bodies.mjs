// Encodes the same points in every protocol with batches. Each point has the name of its metric, as in the batches of
// typical senders.
import protobuf from 'protobufjs/minimal.js';
import { compress } from 'snappyjs';
import { batchKey, eachPoint } from '../points.mjs';

const { Writer } = protobuf;

/**
 * A protocol for batches.
 *
 * @typedef {object} Protocol
 * @property {string} path
 * @property {Record<string, string>} headers
 * @property {(begin: number) => string | Uint8Array} body returns the body with the points of the batch that begins at this time (ms)
 */

/** @type {Record<string, Protocol>} */
export const PROTOCOLS = {
  JSON: { path: '/api/v1/metrics', headers: { 'Content-Type': 'application/json' }, body: json },
  OTLP: { path: '/v1/metrics', headers: { 'Content-Type': 'application/x-protobuf' }, body: otlp },
  'line protocol': {
    path: '/api/v2/write?bucket=bench&org=bench&precision=ms',
    headers: { 'Content-Type': 'text/plain' },
    body: lines,
  },
  remote_write: {
    path: '/api/v1/write',
    headers: {
      'Content-Type': 'application/x-protobuf',
      'Content-Encoding': 'snappy',
      'X-Prometheus-Remote-Write-Version': '0.1.0',
    },
    body: remoteWrite,
  },
};

function json(begin) {
  const items = [];
  eachPoint(begin, (metric, at, value) => items.push(`{"key":"${batchKey(metric)}","value":${value},"at":${at}}`));
  return `[${items.join(',')}]`;
}

function lines(begin) {
  const points = [];
  eachPoint(begin, (metric, at, value) => points.push(`${batchKey(metric)} value=${value} ${at}`));
  return points.join('\n');
}

/** Encodes an ExportMetricsServiceRequest with gauges. */
function otlp(begin) {
  const writer = Writer.create().uint32(10).fork().uint32(18).fork();
  eachPoint(begin, (metric, at, value) => {
    writer.uint32(18).fork().uint32(10).string(batchKey(metric)).uint32(42).fork().uint32(10).fork();
    writer.uint32(25);
    fixed64(writer, BigInt(at) * 1_000_000n);
    writer.uint32(33).double(value).ldelim().ldelim().ldelim();
  });
  return writer.ldelim().ldelim().finish();
}

function fixed64(writer, value) {
  // Two fixed32 values form a fixed64 value, without a library for 64-bit numbers.
  writer.fixed32(Number(value & 0xffff_ffffn)).fixed32(Number(value >> 32n));
}

/** Encodes a WriteRequest with a time series for each sample. */
function remoteWrite(begin) {
  const writer = Writer.create();
  eachPoint(begin, (metric, at, value) => {
    writer.uint32(10).fork();
    writer.uint32(10).fork().uint32(10).string('__name__').uint32(18).string(batchKey(metric)).ldelim();
    writer.uint32(18).fork().uint32(9).double(value).uint32(16).int64(at).ldelim().ldelim();
  });
  return compress(writer.finish());
}
