import {
  COLUMN_OPTIONS,
  type OptionKind,
  type OptionKinds,
  PANEL_OPTIONS,
  THRESHOLD_OPTIONS,
} from '../../../wire/panel-options.js';
import type { InputError } from '../../../wire/schemas/problem-schema.js';
import { RANGES } from '../../../wire/range.js';
import { parseDuration } from '../../../wire/duration.js';
import { isObject } from '../../../wire/is-object.js';
import { unknownNameMessage } from '../../common/validation/nearest-name.js';

type Options = Readonly<Record<string, unknown>>;

/**
 * Validates the options of a panel.
 *
 * @param type a known panel type
 * @param ignoresOptionsOfOtherTypes whether options of other panel types are accepted
 */
export function optionErrors(
  type: string,
  options: Options,
  path: string,
  ignoresOptionsOfOtherTypes: boolean,
): InputError[] {
  const types: Readonly<Record<string, OptionKinds>> = PANEL_OPTIONS;
  const known = types[type] ?? {};
  const others = ignoresOptionsOfOtherTypes ? Object.values(types).flatMap((kinds) => Object.keys(kinds)) : [];
  const given = Object.entries(options).filter(([name]) => Object.hasOwn(known, name) || !others.includes(name));
  return errorsOf(Object.fromEntries(given), known, path, 'option', `a panel of type ${type}`);
}

function errorsOf(options: Options, known: OptionKinds, path: string, kind: string, owner?: string): InputError[] {
  return Object.entries(options).flatMap(([name, value]) => {
    const at = `${path}.${name}`;
    const wanted = Object.hasOwn(known, name) ? known[name] : undefined;
    if (wanted !== undefined) return valueErrors(value, wanted, at);
    return [{ path: at, message: unknownNameMessage(kind, name, Object.keys(known), owner) }];
  });
}

function valueErrors(value: unknown, kind: OptionKind, path: string): InputError[] {
  const must = (expected: string): InputError[] => [{ path, message: `must be ${expected}` }];
  switch (kind) {
    case 'string':
      return typeof value === 'string' ? [] : must('a string');
    case 'number':
      return typeof value === 'number' ? [] : must('a number');
    case 'integer':
      return Number.isInteger(value) ? [] : must('a whole number');
    case 'boolean':
      return typeof value === 'boolean' ? [] : must('true or false');
    case 'duration':
      return typeof value === 'string' && (parseDuration(value) ?? 0) > 0
        ? []
        : must('a duration, like 30s, 5m or 24h');
    case 'range':
      return RANGES.some((range) => range === value) ? [] : must(`one of ${RANGES.join(', ')}`);
    case 'thresholds':
      if (!isObject(value)) return must('an object, like { warn: 70, crit: 90 }');
      return errorsOf(value, THRESHOLD_OPTIONS, path, 'threshold');
    case 'columns':
      if (!isObject(value)) return must('an object of columns by their names');
      return Object.entries(value).flatMap(([name, column]) =>
        isObject(column)
          ? errorsOf(column, COLUMN_OPTIONS, `${path}.${name}`, 'option', 'a column')
          : [{ path: `${path}.${name}`, message: 'must be an object, like { title: Load, decimals: 1 }' }],
      );
    default:
      return kind.some((each) => each === value) ? [] : must(`one of ${kind.map(literal).join(', ')}`);
  }
}

/** Formats a value as in YAML and JSON, where a string of digits needs quotes. */
function literal(value: string | number | boolean): string {
  return typeof value === 'string' && /^\d/.test(value) ? `"${value}"` : String(value);
}
