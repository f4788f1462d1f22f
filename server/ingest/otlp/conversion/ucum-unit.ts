/** Units of UCUM as OpenTelemetry uses them, https://opentelemetry.io/docs/specs/semconv/general/metrics/#units, and their names in Boardcast. */
const UNITS: Readonly<Record<string, string>> = {
  '1': '',
  '%': 'percent',
  By: 'bytes',
  bit: 'bits',
  Cel: 'celsius',
  kBy: 'kB',
  MBy: 'MB',
  GBy: 'GB',
  KiBy: 'KiB',
  MiBy: 'MiB',
  GiBy: 'GiB',
  TiBy: 'TiB',
};

/** By convention, such a metric is a ratio from 0 to 1. Otherwise the unit `1` may count items. */
const UTILIZATION = '.utilization';

/**
 * Converts a UCUM unit to the unit that panels format. A note in braces (`{request}`) becomes the unit if there is no other.
 * @param name of the metric in OpenTelemetry
 */
export function unitFromUcum(unit: string, name: string): string {
  if (unit === '1' && name.endsWith(UTILIZATION)) return 'ratio';
  const [numerator = '', denominator, ...rest] = unit.split('/');
  if (denominator === undefined || rest.length > 0) return convert(unit);
  const [top, bottom] = [convert(numerator), convert(denominator)];
  return bottom === '' ? top : `${top}/${bottom}`;
}

function convert(unit: string): string {
  if (Object.hasOwn(UNITS, unit)) return UNITS[unit] as string;
  const [, before = '', note = ''] = /^([^{]*)\{([^{}]*)\}$/.exec(unit) ?? [undefined, unit];
  if (before === '') return note;
  return Object.hasOwn(UNITS, before) ? (UNITS[before] as string) || note : before;
}
