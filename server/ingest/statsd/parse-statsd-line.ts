import { type ExternalTag, externalTags } from '../external-tags.js';
import { normalizeMetricKey } from '../normalize-metric-key.js';
import { MAX_KEY_LENGTH } from '../../../wire/metric-key.js';
import { parseDecimal } from '../parse-decimal.js';

/** The metric type, which determines how values are aggregated. */
export type StatsdType = 'counter' | 'gauge' | 'timing' | 'set';

export interface StatsdLine {
  readonly type: StatsdType;
  /** Short enough for the longest suffix of its type. */
  readonly key: string;
  /** Canonical. */
  readonly tags: string;
  /** Raw texts, because the sign of a gauge matters, and members of sets are not numbers. */
  readonly values: readonly string[];
  /** Sample rate: above 0, up to 1. */
  readonly rate: number;
  readonly unit?: 'ms';
}

const TYPES: Readonly<Record<string, StatsdType>> = {
  c: 'counter',
  g: 'gauge',
  ms: 'timing',
  h: 'timing',
  d: 'timing',
  s: 'set',
};

/** The longest suffix of the keys of each type. */
const LONGEST_SUFFIX: Readonly<Record<StatsdType, string>> = {
  counter: '.count',
  gauge: '',
  timing: '.count',
  set: '.unique',
};

/**
 * Parses a line of StatsD, https://github.com/statsd/statsd/blob/master/docs/metric_types.md, with DogStatsD's tags (`|#a:b,c`)
 * and several values (`name:1:2|ms`), or Telegraf's tags (`name,a=b:1|c`). Other sections are ignored.
 *
 * @returns undefined if the line is invalid, or if its name or tags cannot be stored. They are never shortened, so that different
 * names and tags stay different.
 */
export function parseStatsdLine(line: string): StatsdLine | undefined {
  const [head = '', typeName = '', ...sections] = line.split('|');
  const colon = head.indexOf(':');
  const type = Object.hasOwn(TYPES, typeName) ? TYPES[typeName] : undefined;
  if (colon < 1 || type === undefined) return undefined;
  const [name = '', ...nameTags] = head.slice(0, colon).split(',');
  const rest = head.slice(colon + 1);
  // A member of a set may contain colons.
  const values = type === 'set' ? [rest] : rest.split(':');
  const key = normalizeMetricKey(name);
  const rate = rateOf(sections);
  if (key === undefined || rate === undefined) return undefined;
  if (key.length + LONGEST_SUFFIX[type].length > MAX_KEY_LENGTH) return undefined;
  if (type !== 'set' && !values.every(isNumber)) return undefined;
  const found = externalTags([[...sections.flatMap(tagsOf), ...nameTags.map(telegrafTag)]]);
  if ('problem' in found) return undefined;
  return { type, key, tags: found.tags, values, rate, ...(typeName === 'ms' ? { unit: 'ms' } : {}) };
}

function isNumber(text: string): boolean {
  return Number.isFinite(parseDecimal(text));
}

function rateOf(sections: readonly string[]): number | undefined {
  const section = sections.find((each) => each.startsWith('@'));
  if (section === undefined) return 1;
  const rate = isNumber(section.slice(1)) ? Number(section.slice(1)) : 0;
  return rate > 0 && rate <= 1 ? rate : undefined;
}

/** Some clients send a comma after the last tag, or a `#` without tags. */
function tagsOf(section: string): ExternalTag[] {
  if (!section.startsWith('#')) return [];
  return section
    .slice(1)
    .split(',')
    .filter((text) => text !== '')
    .map(datadogTag);
}

/** A tag without a value gets the value `true`, as in Telegraf. */
function datadogTag(text: string): ExternalTag {
  const colon = text.indexOf(':');
  return colon < 0 ? [text, 'true'] : [text.slice(0, colon), text.slice(colon + 1)];
}

function telegrafTag(text: string): ExternalTag {
  const equals = text.indexOf('=');
  return equals < 0 ? [text, 'true'] : [text.slice(0, equals), text.slice(equals + 1)];
}
