import { externalTags, type ExternalTag } from '../../metrics/input/external-tags.js';
import { normalizeMetricKey } from '../normalize-metric-key.js';
import type { ExternalPoints } from '../external-points.js';

/** A part of a body, before it is known what it is. */
export type Entry = Readonly<Record<string, unknown>>;

/** `cdtime_t` counts 2^-30 s. https://github.com/collectd/collectd/blob/main/src/daemon/utils_time.h */
const CDTIME = 2 ** 30;

/** Times and intervals beyond these (seconds) are counted in `cdtime_t`. */
const MAX_TIME = 1e11;
const MAX_INTERVAL = 1e8;

/** What most types call their only value; it says nothing. */
const VALUE = 'value';

/**
 * Adds the values of a value list as points: `collectd.<plugin>[.<type>][.<data source>]`, without a type that is called as its
 * plugin and a data source that is called `value`; the host and the instances are tags. A value that is null was not
 * measured, like the first one of a rate.
 *
 * https://github.com/collectd/collectd/wiki/JSON
 */
export function addValueList(points: ExternalPoints, entry: Entry): void {
  const { values, plugin, type, dsnames } = entry;
  const pluginName = stringOrEmpty(plugin);
  if (!Array.isArray(values) || pluginName === '') {
    points.reject('an element is neither a value list, which has a plugin and values, nor a notification');
    return;
  }
  const typeName = stringOrEmpty(type) || pluginName;
  const at = toSeconds(entry.time, MAX_TIME) * 1e6;
  const intervalMs = Math.round(toSeconds(entry.interval, MAX_INTERVAL) * 1_000);
  values.forEach((value: unknown, index) => {
    if (value === null) return;
    const source =
      stringOrEmpty(Array.isArray(dsnames) ? (dsnames as unknown[])[index] : undefined) ||
      (index === 0 ? VALUE : String(index));
    const parts = [
      'collectd',
      pluginName,
      ...(typeName === pluginName ? [] : [typeName]),
      ...(source === VALUE ? [] : [source]),
    ];
    const key = normalizeMetricKey(parts.join('.'));
    const tags = externalTags([tagsOf(entry, pluginName, typeName, source)], { emptyMeansAbsent: true });
    const isAdded = points.add(key, tags, at, typeof value === 'number' ? value : NaN);
    if (isAdded && key !== undefined && intervalMs > 0) points.expect(key, intervalMs);
  });
}

/** The type and the plugin are tags as well where the key leaves room for doubt, so that different values stay apart. */
function tagsOf(entry: Entry, plugin: string, type: string, source: string): ExternalTag[] {
  const isAmbiguous = (type === plugin && source !== VALUE) || `${plugin}${type}${source}`.includes('.');
  return [
    ['host', stringOrEmpty(entry.host)],
    ['plugin_instance', stringOrEmpty(entry.plugin_instance)],
    ['type_instance', stringOrEmpty(entry.type_instance)],
    ...(isAmbiguous ? ([['type', type]] as const) : []),
    ...(plugin.includes('.') ? ([['plugin', plugin]] as const) : []),
  ];
}

/** Seconds, with fractions, of a time or an interval; NaN for none. */
export function toSeconds(time: unknown, max: number): number {
  if (typeof time !== 'number' || !(time > 0)) return NaN;
  return time > max ? time / CDTIME : time;
}

export function stringOrEmpty(value: unknown): string {
  return typeof value === 'string' ? value : '';
}
