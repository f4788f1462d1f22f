import type { InputError } from '../../../wire/schemas/problem-schema.js';
import { parseExpectedIntervalMs, EXPECTED_INTERVAL_RULE } from '../time/expected-interval.js';
import { canonicalTags, checkTags, NO_TAGS } from '../tags.js';
import { measuredTimeProblem, parseTimeUs } from '../time/timestamps.js';
import { oneOf } from '../one-of.js';
import { keyProblem } from './key-problem.js';
import { textProblem } from './printable-text.js';
import { isObject } from '../../../wire/is-object.js';

const MAX_NAME_SHOWN = 64;

/**
 * Reads the members of an input by name and collects all errors. Unknown members are rejected, because a misspelled one would
 * silently have no effect. A missing member is undefined, and `null` is an error.
 */
export class ObjectReader {
  readonly errors: InputError[] = [];
  private readonly input: Readonly<Record<string, unknown>>;
  private readonly prefix: string;

  /** @param prefix of the paths in errors, like `columns[2].` */
  constructor(input: unknown, known: readonly string[], example: string, prefix = '') {
    this.prefix = prefix;
    if (!isObject(input)) {
      this.input = {};
      this.errors.push({ path: prefix.replace(/\.$/, ''), message: `must be an object, like ${example}` });
      return;
    }
    this.input = input;
    for (const member of Object.keys(input)) {
      if (known.includes(member)) continue;
      this.addError(member.slice(0, MAX_NAME_SHOWN), `is not known here; known are ${known.join(', ')}`);
    }
  }

  /** Whether the input is not an object. Missing members are not reported then. */
  get hasNoObject(): boolean {
    return this.errors.some(({ path }) => path === this.prefix.replace(/\.$/, ''));
  }

  value(member: string): unknown {
    return Object.hasOwn(this.input, member) ? this.input[member] : undefined;
  }

  addError(member: string, message: string): void {
    this.errors.push({ path: this.prefix + member, message });
  }

  /** Reads a required text. */
  text(member: string, min: number, max: number): string {
    if (this.value(member) === undefined) this.missing(member);
    return this.optionalText(member, min, max) ?? '';
  }

  optionalText(member: string, min: number, max: number): string | undefined {
    return this.optional(member, (value) => {
      const problem = textProblem(value, min, max);
      if (problem !== undefined) this.addError(member, problem);
      return value as string;
    });
  }

  /** Reads the required key of a metric, status or table. */
  key(member: string): string {
    const value = this.value(member);
    const problem = typeof value === 'string' ? keyProblem(value) : 'must be a string';
    if (value === undefined) this.missing(member);
    else if (problem !== undefined) this.addError(member, problem);
    return value as string;
  }

  /** Reads a required member that must be one of `names`. */
  oneOf<T extends string>(member: string, names: readonly [T, ...T[]]): T {
    if (this.value(member) === undefined) this.missing(member);
    return this.optionalOneOf(member, names) ?? names[0];
  }

  optionalOneOf<T extends string>(member: string, names: readonly T[]): T | undefined {
    return this.optional(member, (value) => {
      const name = oneOf(names, value);
      if (name === undefined) this.addError(member, `must be one of ${names.join(', ')}`);
      return name;
    });
  }

  /** Reads a time. @param nowUs times more than a day after it are errors */
  optionalTimeUs(member: string, nowUs: number): number | undefined {
    return this.optional(member, (value) => {
      const result = parseTimeUs(value, nowUs);
      if (typeof result === 'number') return result;
      this.addError(member, result);
      return undefined;
    });
  }

  /** Adds an error if the time that was read is in 1970. Imported reports and events may have any time. */
  checkMeasuredTime(member: string, timeUs: number | undefined, nowUs: number): void {
    const problem = timeUs === undefined ? undefined : measuredTimeProblem(timeUs, { nowUs });
    if (problem !== undefined) this.addError(member, problem);
  }

  /** Reads an expected interval; zero removes it. */
  optionalIntervalMs(member: string): number | undefined {
    return this.optional(member, (value) => {
      const ms = parseExpectedIntervalMs(value);
      if (ms === undefined) this.addError(member, EXPECTED_INTERVAL_RULE);
      return ms;
    });
  }

  /** Reads tags in canonical form; empty tags if the member is missing. */
  tags(member: string): string {
    const addError = (path: string, message: string): void => {
      this.addError(path, message);
    };
    return this.optional(member, (value) => (checkTags(value, addError) ? canonicalTags(value) : NO_TAGS)) ?? NO_TAGS;
  }

  private optional<R>(member: string, read: (value: unknown) => R | undefined): R | undefined {
    const value = this.value(member);
    return value === undefined ? undefined : read(value);
  }

  private missing(member: string): void {
    if (!this.hasNoObject) this.addError(member, 'is missing');
  }
}
