import type { InputError } from '../../../wire/problem.js';
import { parseExpectedInterval, EXPECTED_INTERVAL_RULE } from '../../common/time/expected-interval.js';
import { keyProblem } from '../../common/validation/metric-key.js';
import type { ColumnsBuilder } from './point-columns.js';
import { canonicalTags, checkTags, NO_TAGS } from '../../common/tags.js';
import { unitProblem } from './unit.js';
import { checkMeasuredTime, type AcceptedTimes, msToUs, parseMeasuredTime } from '../../common/time/timestamps.js';

/** A point as it is sent in, once it is known to be an object. */
type Item = Readonly<Record<string, unknown>>;

/**
 * Checks one point as it was sent in and adds it to the columns; or returns what is wrong with it, and adds nothing.
 * Unknown members are refused, because a misspelt one would silently make another series. Of a repeated member the
 * last counts, as JSON.parse has it.
 *
 * @param key given by the path, or undefined where the item names it.
 * @param prefix of the paths in errors, like `[3].`
 */
export function addPoint(
  columns: ColumnsBuilder,
  item: unknown,
  key: string | undefined,
  times: AcceptedTimes,
  prefix = '',
): readonly InputError[] | undefined {
  if (!isObject(item)) return [notAnObject(prefix)];
  const time = item.at === undefined ? NaN : parseMeasuredTime(item.at, times);
  return addPointAt(columns, item, key, time, prefix);
}

/** The same for a collector's sample, whose time is milliseconds whatever its size. */
export function addSample(
  columns: ColumnsBuilder,
  sample: unknown,
  times: AcceptedTimes,
  prefix = '',
): readonly InputError[] | undefined {
  if (!isObject(sample)) return [notAnObject(prefix)];
  const { at } = sample;
  if (at === undefined) return addPointAt(columns, sample, undefined, NaN, prefix);
  const time = typeof at === 'number' ? checkMeasuredTime(msToUs(at), times) : 'must be milliseconds';
  return addPointAt(columns, sample, undefined, time, prefix);
}

/** @param time microseconds, NaN for the server's own, or what is wrong with it. */
function addPointAt(
  columns: ColumnsBuilder,
  item: Item,
  key: string | undefined,
  time: number | string,
  prefix: string,
): readonly InputError[] | undefined {
  let errors: InputError[] | undefined;
  const wrong = (member: string, message: string): void => {
    errors ??= [];
    errors.push({ path: prefix + member, message });
  };
  const { key: named = key, value, tags, unit, expectEvery } = item;
  checkMembers(item, key !== undefined, wrong);
  if (typeof named !== 'string') wrong('key', 'must be a string');
  else if (!columns.hasMetric(named)) checkKey(named, wrong);
  if (typeof value !== 'number' || !Number.isFinite(value)) wrong('value', 'must be a finite number');
  if (typeof time === 'string') wrong('at', time);
  const canonical = tags === undefined ? NO_TAGS : checkTags(tags, wrong) ? canonicalTags(tags) : undefined;
  const unitText = unit === undefined ? undefined : checkUnit(unit, wrong);
  const promise = expectEvery === undefined ? undefined : checkExpectedInterval(expectEvery, wrong);
  if (errors) return errors;

  columns.add(named as string, canonical as string, time as number, value as number);
  if (unitText !== undefined || promise !== undefined) columns.setMetadata(named as string, unitText, promise);
  return undefined;
}

function isObject(item: unknown): item is Item {
  return typeof item === 'object' && item !== null && !Array.isArray(item);
}

function notAnObject(prefix: string): InputError {
  return { path: prefix.replace(/\.$/, ''), message: 'must be an object, like { "value": 42 }' };
}

type AddError = (member: string, message: string) => void;

function checkMembers(item: Item, keyIsGiven: boolean, wrong: AddError): void {
  for (const member in item) {
    switch (member) {
      case 'value':
      case 'at':
      case 'tags':
      case 'unit':
      case 'expectEvery':
        break;
      case 'key':
        if (!keyIsGiven) break;
        wrong(member, 'is given by the path already');
        break;
      default:
        wrong(member.slice(0, 64), 'is not known here; known are value, at, tags, unit, expectEvery');
    }
  }
}

function checkKey(key: string, wrong: AddError): void {
  const problem = keyProblem(key);
  if (problem !== undefined) wrong('key', problem);
}

function checkUnit(unit: unknown, wrong: AddError): string | undefined {
  const problem = unitProblem(unit);
  if (problem === undefined) return unit as string;
  wrong('unit', problem);
  return undefined;
}

function checkExpectedInterval(expectEvery: unknown, wrong: AddError): number | undefined {
  const ms = parseExpectedInterval(expectEvery);
  if (ms === undefined) wrong('expectEvery', EXPECTED_INTERVAL_RULE);
  return ms;
}
