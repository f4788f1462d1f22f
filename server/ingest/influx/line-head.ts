import { type ExternalTag, type ExternalTags, externalTags, normalizeMetricKey } from '../../metrics/external-names.js';

/** The field that a measurement has if it has but one: its metric is named like the measurement. */
const ONLY_FIELD = 'value';

/** Measurement and tags of a line. */
export interface LineHead {
  readonly measurement: string;
  readonly tags: ExternalTags;
}

/** Reads `measurement,tag=a,tag=b`; a string says what is wrong with it. */
export function readHead(raw: string): LineHead | string {
  const [first = '', ...rest] = raw.split(/(?<!\\),/);
  const measurement = first.replace(/\\([, ])/g, '$1');
  if (measurement === '') return 'the measurement has no name';
  const tags: ExternalTag[] = [];
  for (const pair of rest) {
    const [name = '', value = '', ...more] = pair.split(/(?<!\\)=/);
    if (name === '' || value === '' || more.length > 0) return 'tags are "name=value", behind a comma, without spaces';
    tags.push([unescapeName(name), unescapeName(value)]);
  }
  return { measurement, tags: externalTags([tags]) };
}

/** The key of a field; undefined where its name cannot be one. */
export function fieldKey(measurement: string, field: string): string | undefined {
  return normalizeMetricKey(field === ONLY_FIELD ? measurement : `${measurement}.${field}`);
}

/** In names and values of tags, and in names of fields; a backslash before anything else is one. */
export function unescapeName(text: string): string {
  return text.includes('\\') ? text.replace(/\\([,= ])/g, '$1') : text;
}
