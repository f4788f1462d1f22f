/** Units of UCUM as OpenTelemetry uses them, https://opentelemetry.io/docs/specs/semconv/general/metrics/#units, in our words. */
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

/** By convention such a metric is a part of a whole, from 0 to 1, while `1` elsewhere may count things. */
const UTILIZATION = '.utilization';

/**
 * The unit as our panels know it. What is in braces is a note, `{request}`, and becomes the unit if there is no other.
 * @param name of the metric, as OpenTelemetry has it.
 */
export function unitFromUcum(unit: string, name: string): string {
  if (unit === '1' && name.endsWith(UTILIZATION)) return 'ratio';
  const [above = '', below, ...rest] = unit.split('/');
  if (below === undefined || rest.length > 0) return word(unit);
  const [top, bottom] = [word(above), word(below)];
  return bottom === '' ? top : `${top}/${bottom}`;
}

function word(unit: string): string {
  if (Object.hasOwn(UNITS, unit)) return UNITS[unit] as string;
  const [, before = '', note = ''] = /^([^{]*)\{([^{}]*)\}$/.exec(unit) ?? [undefined, unit];
  if (before === '') return note;
  return Object.hasOwn(UNITS, before) ? (UNITS[before] as string) || note : before;
}
