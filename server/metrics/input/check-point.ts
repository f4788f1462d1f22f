import type { InputError } from '../../../wire/schemas/problem-schema.js';
import { parseExpectedIntervalMs, EXPECTED_INTERVAL_RULE } from '../../common/time/expected-interval.js';
import { isObject } from '../../../wire/is-object.js';
import { keyProblem } from '../../common/validation/key-problem.js';
import type { ColumnsBuilder } from './point-columns.js';
import { canonicalTags, checkTags, NO_TAGS } from '../../common/tags.js';
import { unitProblem } from '../../common/validation/unit-problem.js';
import { measuredTimeProblem, type AcceptedTimes, msToUs, parseMeasuredTimeUs } from '../../common/time/timestamps.js';

/** A point as a client sends it, after it is known to be an object. */
type Item = Readonly<Record<string, unknown>>;

/**
 * Checks a point and adds it to the columns. Returns the errors if it is invalid, and adds nothing. Unknown members are
 * rejected, because a misspelled one would silently create another series. Of a repeated member the last counts, as in
 * `JSON.parse`.
 *
 * @param key the key from the path; undefined if the point contains it
 * @param prefix prefix of the paths in errors, like `[3].`
 */
export function addPoint(
  columns: ColumnsBuilder,
  item: unknown,
  key: string | undefined,
  times: AcceptedTimes,
  prefix = '',
): readonly InputError[] | undefined {
  if (!isObject(item)) return [notAnObject(prefix)];
  const parsed = item.at === undefined ? NaN : parseMeasuredTimeUs(item.at, times);
  return typeof parsed === 'string'
    ? addPointAt(columns, item, key, NaN, prefix, parsed)
    : addPointAt(columns, item, key, parsed, prefix);
}

/** Checks and adds a collector's sample, whose time is always in milliseconds. */
export function addSample(
  columns: ColumnsBuilder,
  sample: unknown,
  times: AcceptedTimes,
  prefix = '',
): readonly InputError[] | undefined {
  if (!isObject(sample)) return [notAnObject(prefix)];
  const { at } = sample;
  if (at === undefined) return addPointAt(columns, sample, undefined, NaN, prefix);
  if (typeof at !== 'number') return addPointAt(columns, sample, undefined, NaN, prefix, 'must be milliseconds');
  const atUs = msToUs(at);
  return addPointAt(columns, sample, undefined, atUs, prefix, measuredTimeProblem(atUs, times));
}

/**
 * @param atUs NaN if the server assigns it
 * @param timeProblem what is wrong with the time that was sent
 */
function addPointAt(
  columns: ColumnsBuilder,
  item: Item,
  key: string | undefined,
  atUs: number,
  prefix: string,
  timeProblem?: string,
): readonly InputError[] | undefined {
  let errors: InputError[] | undefined;
  const addError = (member: string, message: string): void => {
    errors ??= [];
    errors.push({ path: prefix + member, message });
  };
  const { key: named = key, value, tags, unit, expectEvery } = item;
  checkMembers(item, key !== undefined, addError);
  if (typeof named !== 'string') addError('key', 'must be a string');
  else if (!columns.hasMetric(named)) checkKey(named, addError);
  if (typeof value !== 'number' || !Number.isFinite(value)) addError('value', 'must be a finite number');
  if (timeProblem !== undefined) addError('at', timeProblem);
  const canonical = tags === undefined ? NO_TAGS : checkTags(tags, addError) ? canonicalTags(tags) : undefined;
  const unitText = unit === undefined ? undefined : checkUnit(unit, addError);
  const expectEveryMs = expectEvery === undefined ? undefined : checkExpectedIntervalMs(expectEvery, addError);
  if (errors) return errors;

  columns.add(named as string, canonical as string, atUs, value as number);
  if (unitText !== undefined || expectEveryMs !== undefined)
    columns.setMetadata(named as string, unitText, expectEveryMs);
  return undefined;
}

function notAnObject(prefix: string): InputError {
  return { path: prefix.replace(/\.$/, ''), message: 'must be an object, like { "value": 42 }' };
}

type AddError = (member: string, message: string) => void;

function checkMembers(item: Item, keyIsGiven: boolean, addError: AddError): void {
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
        addError(member, 'is already given by the path');
        break;
      default:
        addError(member.slice(0, 64), 'is not known here; known are value, at, tags, unit, expectEvery');
    }
  }
}

function checkKey(key: string, addError: AddError): void {
  const problem = keyProblem(key);
  if (problem !== undefined) addError('key', problem);
}

function checkUnit(unit: unknown, addError: AddError): string | undefined {
  const problem = unitProblem(unit);
  if (problem === undefined) return unit as string;
  addError('unit', problem);
  return undefined;
}

function checkExpectedIntervalMs(expectEvery: unknown, addError: AddError): number | undefined {
  const ms = parseExpectedIntervalMs(expectEvery);
  if (ms === undefined) addError('expectEvery', EXPECTED_INTERVAL_RULE);
  return ms;
}
