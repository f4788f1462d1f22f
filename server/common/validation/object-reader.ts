import type { InputError } from '../../../wire/problem.js';
import { parseExpectedInterval, EXPECTED_INTERVAL_RULE } from '../time/expected-interval.js';
import { canonicalTags, checkTags, NO_TAGS } from '../tags.js';
import { parseTime } from '../time/timestamps.js';
import { oneOf } from '../one-of.js';
import { textProblem } from './printable-text.js';

const MAX_NAME_SHOWN = 64;

/**
 * Reads the members of what was sent in by name and notes everything that is wrong with them. Unknown members are
 * refused, because a misspelt one would silently do nothing. A member that is not there is undefined; `null` is wrong.
 */
export class ObjectReader {
  readonly errors: InputError[] = [];
  private readonly input: Readonly<Record<string, unknown>>;
  private readonly prefix: string;

  /** @param prefix of the paths in errors, like `columns[2].` */
  constructor(input: unknown, known: readonly string[], example: string, prefix = '') {
    this.prefix = prefix;
    if (typeof input !== 'object' || input === null || Array.isArray(input)) {
      this.input = {};
      this.errors.push({ path: prefix.replace(/\.$/, ''), message: `must be an object, like ${example}` });
      return;
    }
    this.input = input as Readonly<Record<string, unknown>>;
    for (const member of Object.keys(input)) {
      if (known.includes(member)) continue;
      this.addError(member.slice(0, MAX_NAME_SHOWN), `is not known here; known are ${known.join(', ')}`);
    }
  }

  /** Whether there is no object to read, so that its members' absence is no news. */
  private get hasNoObject(): boolean {
    return this.errors.some(({ path }) => path === this.prefix.replace(/\.$/, ''));
  }

  value(member: string): unknown {
    return Object.hasOwn(this.input, member) ? this.input[member] : undefined;
  }

  addError(member: string, message: string): void {
    this.errors.push({ path: this.prefix + member, message });
  }

  /** A text that must be there. */
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

  /** One of the names, which must be there. */
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

  /** Microseconds. @param now microseconds; more than a day ahead of it is refused. */
  optionalTime(member: string, now: number): number | undefined {
    return this.optional(member, (value) => {
      const time = parseTime(value, now);
      if (typeof time === 'number') return time;
      this.addError(member, time);
      return undefined;
    });
  }

  /** Milliseconds of a promise; zero takes it back. */
  optionalInterval(member: string): number | undefined {
    return this.optional(member, (value) => {
      const ms = parseExpectedInterval(value);
      if (ms === undefined) this.addError(member, EXPECTED_INTERVAL_RULE);
      return ms;
    });
  }

  /** Canonical tags; without any where they are not given. */
  tags(member: string): string {
    const note = (path: string, message: string): void => {
      this.addError(path, message);
    };
    return this.optional(member, (value) => (checkTags(value, note) ? canonicalTags(value) : NO_TAGS)) ?? NO_TAGS;
  }

  private optional<R>(member: string, read: (value: unknown) => R | undefined): R | undefined {
    const value = this.value(member);
    return value === undefined ? undefined : read(value);
  }

  private missing(member: string): void {
    if (!this.hasNoObject) this.addError(member, 'is missing');
  }
}
