import protobuf from 'protobufjs/minimal.js';

/** A text, or bytes that are none. */
type Text = string | Uint8Array;

/** Labels in their order, also such that no record can have. */
type Labels = readonly (readonly [name: Text, value: Text])[];

/** A series as remote_write has it: its labels, `__name__` among them, and samples of value and milliseconds. */
export interface Series {
  readonly labels: Readonly<Record<string, string>> | Labels;
  readonly samples: readonly (readonly [value: number | typeof STALE_MARKER, time: number])[];
  /** How many native histograms, empty ones. */
  readonly histograms?: number;
}

/** The NaN that says that a series ended. */
export const STALE_MARKER = Symbol('stale marker');

/** `prometheus.WriteRequest` of remote_write 1.0, not compressed; made by protobufjs's writer, field by field. */
export function writeRequest(
  series: readonly Series[],
  metadata: readonly { readonly family: string; readonly unit: string }[] = [],
): Uint8Array {
  const writer = protobuf.Writer.create();
  for (const each of series) addSeries(writer.uint32(10).fork(), each).ldelim();
  for (const { family, unit } of metadata) {
    writer.uint32(26).fork().uint32(8).int32(2).uint32(18).string(family).uint32(42).string(unit).ldelim();
  }
  return Uint8Array.from(writer.finish());
}

function addSeries(writer: protobuf.Writer, { labels, samples, histograms = 0 }: Series): protobuf.Writer {
  for (const [name, value] of isList(labels) ? labels : Object.entries(labels)) {
    writer.uint32(10).fork().uint32(10).bytes(bytesOf(name)).uint32(18).bytes(bytesOf(value)).ldelim();
  }
  for (const [value, time] of samples) {
    writer.uint32(18).fork();
    if (value === STALE_MARKER) writer.uint32(9).fixed32(2).fixed32(0x7ff00000);
    else writer.uint32(9).double(value);
    writer.uint32(16).int64(time).ldelim();
  }
  for (let count = 0; count < histograms; count += 1) writer.uint32(34).fork().ldelim();
  return writer;
}

function bytesOf(text: Text): Uint8Array {
  return typeof text === 'string' ? Buffer.from(text) : text;
}

function isList(labels: Series['labels']): labels is Labels {
  return Array.isArray(labels);
}
