import { type ExternalTag, type ExternalTags, externalTags } from '../../external-tags.js';
import { normalizeMetricKey, normalizePartKey } from '../../normalize-metric-key.js';

/** The usual name of a single field. Its metric has the name of the measurement. */
const ONLY_FIELD = 'value';

/** Measurement and tags of a line. */
export interface LineHead {
  readonly measurement: string;
  readonly tags: ExternalTags;
}

/** Patterns for a way of escaping. */
interface Escapes {
  readonly comma: RegExp;
  readonly equals: RegExp;
  readonly inMeasurement: RegExp;
  readonly inTag: RegExp;
}

/** As in InfluxDB, a backslash escapes a special character after it, whatever is before the backslash. */
const SINGLE: Escapes = {
  comma: /(?<!\\),/,
  equals: /(?<!\\)=/,
  inMeasurement: /\\([, ])/g,
  inTag: /\\([,= ])/g,
};

/** Two backslashes mean one backslash, which does not escape. */
const DOUBLED: Escapes = {
  comma: /(?<=(?<!\\)(?:\\\\)*),/,
  equals: /(?<=(?<!\\)(?:\\\\)*)=/,
  inMeasurement: /\\([, \\])/g,
  inTag: /\\([,= \\])/g,
};

/** Parses `measurement,tag=a,tag=b`. Returns a string with the problem if it is invalid. */
export function parseHead(raw: string): LineHead | string {
  return parseWith(SINGLE, raw);
}

/**
 * Parses a head that InfluxDB cannot parse, because a tag ends with a doubled backslash: `disk=C:\\,host=a`
 * (https://github.com/influxdata/telegraf/issues/3091).
 */
export function parseHeadWithDoubledBackslashes(raw: string): LineHead | string {
  return parseWith(DOUBLED, raw);
}

function parseWith({ comma, equals, inMeasurement, inTag }: Escapes, raw: string): LineHead | string {
  const [first = '', ...rest] = raw.split(comma);
  const measurement = first.replace(inMeasurement, '$1');
  if (measurement === '') return 'the measurement has no name';
  const tags: ExternalTag[] = [];
  for (const pair of rest) {
    const [name = '', value = '', ...more] = pair.split(equals);
    if (name === '' || value === '' || more.length > 0) return 'tags are "name=value" after a comma, without spaces';
    tags.push([name.replace(inTag, '$1'), value.replace(inTag, '$1')]);
  }
  return { measurement, tags: externalTags([tags]) };
}

/** Returns the key of a field, or undefined if the names cannot be a key. */
export function toFieldKey(measurement: string, field: string): string | undefined {
  return field === ONLY_FIELD ? normalizeMetricKey(measurement) : normalizePartKey(measurement, field);
}

/** Removes the escapes of a field name. A backslash before other characters is kept. */
export function unescapeName(text: string): string {
  return text.includes('\\') ? text.replace(SINGLE.inTag, '$1') : text;
}
