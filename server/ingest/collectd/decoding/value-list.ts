import { externalTags, type ExternalTag } from '../../external-tags.js';
import { normalizeMetricKey } from '../../normalize-metric-key.js';
import type { ExternalPoints } from '../../external-points.js';

/** An element of a body. */
export type Entry = Readonly<Record<string, unknown>>;

/** The number of `cdtime_t` units per second. https://github.com/collectd/collectd/blob/main/src/daemon/utils_time.h */
const CDTIME = 2 ** 30;

/** Greater times and intervals (seconds) are in units of `cdtime_t`. */
const MAX_TIME = 1e11;
const MAX_INTERVAL = 1e8;

/** The usual name of the only data source of a type, which is left out of keys. */
const VALUE = 'value';

/**
 * Adds the values of a value list as points of `collectd.<plugin>[.<type>][.<data source>]`. A type with the name of its plugin and
 * a data source called `value` are left out. The host and the instances are tags. A null value was not measured, such as the first
 * value of a rate.
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
  const atUs = toSeconds(entry.time, MAX_TIME) * 1e6;
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
    const isAdded = points.add(key, tags, atUs, typeof value === 'number' ? value : NaN);
    if (isAdded && key !== undefined && intervalMs > 0) points.expect(key, intervalMs);
  });
}

/** The type and the plugin are tags as well if the key is ambiguous, so that different values stay separate. */
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

/** Returns a time or an interval in seconds with fractions, or NaN if there is none. */
export function toSeconds(time: unknown, max: number): number {
  if (typeof time !== 'number' || !(time > 0)) return NaN;
  return time > max ? time / CDTIME : time;
}

export function stringOrEmpty(value: unknown): string {
  return typeof value === 'string' ? value : '';
}
