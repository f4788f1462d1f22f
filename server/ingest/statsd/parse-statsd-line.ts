import { type ExternalTag, externalTags } from '../../metrics/input/external-tags.js';
import { normalizeMetricKey } from '../normalize-metric-key.js';
import { MAX_KEY_LENGTH } from '../../common/validation/metric-key.js';
import { parseDecimal } from '../parse-decimal.js';

/** What is done with a name's values: counted, kept, summed up, or told apart. */
export type StatsdType = 'counter' | 'gauge' | 'timing' | 'set';

export interface StatsdLine {
  readonly type: StatsdType;
  /** Short enough for what is put behind it. */
  readonly key: string;
  /** Canonical. */
  readonly tags: string;
  /** As sent: a gauge's sign and a set's members are more than numbers. */
  readonly values: readonly string[];
  /** The part of all events that is sent, above 0 up to 1. */
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

/** The longest of what is put behind a key. */
const LONGEST_SUFFIX: Readonly<Record<StatsdType, string>> = {
  counter: '.count',
  gauge: '',
  timing: '.count',
  set: '.unique',
};

/**
 * Reads a line of StatsD, https://github.com/statsd/statsd/blob/master/docs/metric_types.md, with DogStatsD's tags (`|#a:b,c`)
 * and several values (`name:1:2|ms`), or Telegraf's tags (`name,a=b:1|c`). Other sections are passed over.
 *
 * @returns undefined if it is none, or if its name or tags cannot be stored as they are: nothing is cut, so that different
 * names and tags never become one.
 */
export function parseStatsdLine(line: string): StatsdLine | undefined {
  const [head = '', typeName = '', ...sections] = line.split('|');
  const colon = head.indexOf(':');
  const type = Object.hasOwn(TYPES, typeName) ? TYPES[typeName] : undefined;
  if (colon < 1 || type === undefined) return undefined;
  const [name = '', ...nameTags] = head.slice(0, colon).split(',');
  const rest = head.slice(colon + 1);
  // A member of a set may have colons itself.
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

/** Clients put a comma behind the last tag, or a `#` in front of none. */
function tagsOf(section: string): ExternalTag[] {
  if (!section.startsWith('#')) return [];
  return section
    .slice(1)
    .split(',')
    .filter((text) => text !== '')
    .map(datadogTag);
}

/** A tag without a value says that something is so: `true`, as Telegraf has it. */
function datadogTag(text: string): ExternalTag {
  const colon = text.indexOf(':');
  return colon < 0 ? [text, 'true'] : [text.slice(0, colon), text.slice(colon + 1)];
}

function telegrafTag(text: string): ExternalTag {
  const equals = text.indexOf('=');
  return equals < 0 ? [text, 'true'] : [text.slice(0, equals), text.slice(equals + 1)];
}
