import { type ExternalTag, type ExternalTags, externalTags } from '../../metrics/input/external-tags.js';
import { normalizeMetricKey, normalizePartKey } from '../normalize-metric-key.js';

/** The field that a measurement has if it has but one: its metric is named like the measurement. */
const ONLY_FIELD = 'value';

/** Measurement and tags of a line. */
export interface LineHead {
  readonly measurement: string;
  readonly tags: ExternalTags;
}

/** How backslashes are read. */
interface Escapes {
  readonly comma: RegExp;
  readonly equals: RegExp;
  readonly inMeasurement: RegExp;
  readonly inTag: RegExp;
}

/** As InfluxDB reads them: whatever is before it, a backslash escapes what follows if that is special. */
const SINGLE: Escapes = {
  comma: /(?<!\\),/,
  equals: /(?<!\\)=/,
  inMeasurement: /\\([, ])/g,
  inTag: /\\([,= ])/g,
};

/** Two backslashes are one, which escapes nothing. */
const DOUBLED: Escapes = {
  comma: /(?<=(?<!\\)(?:\\\\)*),/,
  equals: /(?<=(?<!\\)(?:\\\\)*)=/,
  inMeasurement: /\\([, \\])/g,
  inTag: /\\([,= \\])/g,
};

/** Reads `measurement,tag=a,tag=b`; a string says what is wrong with it. */
export function parseHead(raw: string): LineHead | string {
  return parseWith(SINGLE, raw);
}

/**
 * The same where InfluxDB finds nothing in it, because a tag ends with a backslash that was doubled: `disk=C:\\,host=a`
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
    if (name === '' || value === '' || more.length > 0) return 'tags are "name=value", behind a comma, without spaces';
    tags.push([name.replace(inTag, '$1'), value.replace(inTag, '$1')]);
  }
  return { measurement, tags: externalTags([tags]) };
}

/** The key of a field; undefined where its name cannot be one. */
export function toFieldKey(measurement: string, field: string): string | undefined {
  return field === ONLY_FIELD ? normalizeMetricKey(measurement) : normalizePartKey(measurement, field);
}

/** In names of fields; a backslash before anything else is one. */
export function unescapeName(text: string): string {
  return text.includes('\\') ? text.replace(SINGLE.inTag, '$1') : text;
}
