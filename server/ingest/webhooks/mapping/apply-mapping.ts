import type { InputError } from '../../../../wire/schemas/problem-schema.js';
import { errorMessage } from '../../../common/errors/error-message.js';
import { MAX_TAG_VALUE_LENGTH } from '../../../common/tags.js';
import { MAX_TEXT, MAX_TITLE } from '../../../events/input/event-input.js';
import { MAX_MESSAGE, MAX_NAME } from '../../../statuses/status-report.js';
import { cleanText } from '../../../common/validation/printable-text.js';
import { Evaluator, type Scope } from '../expressions/evaluator.js';
import { mappedKey } from '../../mapped-key.js';
import type { Mapping, Rule } from '../mapping.schema.js';

/** The statuses, events and metrics that a mapping produced for a webhook, in the form in which each could be pushed. */
export interface MappingResult {
  readonly statuses: readonly MappedStatus[];
  readonly events: readonly MappedEvent[];
  readonly metrics: readonly MappedInput<'key' | 'value'>[];
}

/** Members in the names of the push endpoints, not validated yet, and the path of the rule that produced them. */
export interface MappedInput<Members extends string> {
  readonly rule: string;
  readonly input: Readonly<Record<Members, unknown>> & Readonly<Record<string, unknown>>;
}

export interface MappedStatus extends MappedInput<'state'> {
  readonly key: string;
  readonly ended: boolean;
}

export interface MappedEvent extends MappedInput<'title'> {
  /** Key of a status. The event is stored only if the state of that status changed. */
  readonly ifChanged?: string;
  /** JSON that is equal for all deliveries of the same event. */
  readonly identity?: string;
}

export type ApplyMappingResult = { readonly mapped: MappingResult } | { readonly errors: readonly InputError[] };

/** Maximum number of items of one rule, and of statuses, events and metrics of one webhook. */
export const MAX_ITEMS = 1_000;
export const MAX_RESULTS = 3_000;

type Request = Pick<Scope, 'body' | 'headers'>;
type MutableResult = { [K in keyof MappingResult]: MappingResult[K][number][] };

/** Applies all rules to a webhook. Returns the results, or the errors with the paths of their rules. */
export function applyMapping({ rules }: Mapping, request: Request): ApplyMappingResult {
  const application = new MappingRun(request);
  const errors: InputError[] = [];
  for (const [index, rule] of rules.entries()) {
    const path = `rules[${index}]`;
    try {
      application.apply(rule, path);
    } catch (error) {
      errors.push({ path, message: errorMessage(error) });
    }
  }
  return errors.length > 0 ? { errors } : { mapped: application.mapped };
}

/** A name, or a choice of a name by the value of an expression. */
type Choice<T extends string> =
  T | { readonly of: string; readonly map: Readonly<Record<string, T>>; readonly default: T };

/** Applies rules to one webhook and collects the results. */
class MappingRun {
  readonly mapped: MutableResult = { statuses: [], events: [], metrics: [] };
  private readonly request: Request;
  private readonly evaluator = new Evaluator();

  constructor(request: Request) {
    this.request = request;
  }

  /** @throws Error with a message for the user */
  apply(rule: Rule, path: string): void {
    for (const item of this.itemsOf(rule)) this.applyTo({ ...this.request, item }, rule, path);
  }

  private itemsOf({ each }: Rule): readonly unknown[] {
    if (each === undefined) return [this.request.body];
    const found = this.evaluator.evaluate(each, { ...this.request, item: this.request.body });
    const items: unknown[] = Array.isArray(found) ? found : found === null ? [] : [found];
    if (items.length > MAX_ITEMS)
      throw new Error(`'each' returned ${items.length} items; at most ${MAX_ITEMS} are allowed`);
    return items;
  }

  private applyTo(scope: Scope, { when, status, event, metric }: Rule, path: string): void {
    if (when !== undefined && !this.evaluator.isTrue(when, scope)) return;
    const { statuses, events, metrics } = this.mapped;
    const mappedStatus = status && this.statusOf(status, scope, path);
    if (mappedStatus) statuses.push(mappedStatus);
    if (event) events.push(this.eventOf(event, scope, path, mappedStatus?.key));
    if (metric) metrics.push(this.metricOf(metric, scope, path));
    if (statuses.length + events.length + metrics.length > MAX_RESULTS) {
      throw new Error(`the webhook produced more than ${MAX_RESULTS} statuses, events and metrics`);
    }
  }

  private statusOf(status: NonNullable<Rule['status']>, scope: Scope, path: string): MappedStatus {
    const { key, name, state, message, at, expectEvery, ended } = status;
    return {
      rule: `${path}.status`,
      key: this.keyOf(key, scope),
      ended: ended !== undefined && this.evaluator.isTrue(ended, scope),
      input: withoutUndefined({
        state: this.choose(state, scope),
        name: oneLine(this.truncatedText(name, MAX_NAME, scope)),
        message: this.truncatedText(message, MAX_MESSAGE, scope),
        at: this.timeOf(at, scope),
        expectEvery,
      }),
    };
  }

  private eventOf(event: NonNullable<Rule['event']>, scope: Scope, path: string, status?: string): MappedEvent {
    const { title, level, text, at, tags, onChange, once } = event;
    const identity = once === undefined ? '' : this.evaluator.textOf(once, scope);
    return {
      rule: `${path}.event`,
      ...(onChange === true && status !== undefined && { ifChanged: status }),
      ...(identity !== '' && { identity }),
      input: withoutUndefined({
        title: this.titleOf(title, scope),
        level: level === undefined ? undefined : this.choose(level, scope),
        text: this.truncatedText(text, MAX_TEXT, scope),
        at: this.timeOf(at, scope),
        tags: this.tagsOf(tags, scope),
      }),
    };
  }

  private metricOf({ key, value, unit, at, tags }: NonNullable<Rule['metric']>, scope: Scope, path: string) {
    const found = this.evaluator.evaluate(value, scope);
    return {
      rule: `${path}.metric`,
      input: withoutUndefined({
        key: this.keyOf(key, scope),
        value: typeof found === 'boolean' ? Number(found) : typeof found === 'number' ? found : null,
        unit,
        at: this.timeOf(at, scope),
        tags: this.tagsOf(tags, scope),
      }),
    };
  }

  private keyOf(template: string, scope: Scope): string {
    const key = mappedKey(...this.evaluator.keySegments(template, scope));
    if (key === undefined) throw new Error(`the key '${template}' is empty: the webhook has no values for it`);
    return key;
  }

  private titleOf(template: string, scope: Scope): string {
    const title = oneLine(this.truncatedText(template, MAX_TITLE, scope));
    if (title === undefined) throw new Error(`the title '${template}' is empty: the webhook has no values for it`);
    return title;
  }

  /** Returns the text of a template, truncated to a length, or undefined if it is empty. */
  private truncatedText(template: string | undefined, length: number, scope: Scope): string | undefined {
    if (template === undefined) return undefined;
    const text = cleanText(this.evaluator.fill(template, scope), length);
    // A copy, because a slice would keep the whole text in memory.
    return text && Buffer.from(text).toString();
  }

  private choose<T extends string>(choice: Choice<T>, scope: Scope): T {
    if (typeof choice === 'string') return choice;
    const by = this.evaluator.textOf(choice.of, scope).toLowerCase();
    return Object.hasOwn(choice.map, by) ? (choice.map[by] as T) : choice.default;
  }

  private timeOf(expression: string | undefined, scope: Scope): unknown {
    if (expression === undefined) return undefined;
    const time = this.evaluator.evaluate(expression, scope) ?? undefined;
    if (typeof time === 'string' && time.length > MAX_TIME) return 'a long text';
    // GitLab writes some times like `2025-12-31 15:23:28 UTC`.
    return typeof time === 'string' ? time.replace(/ ?UTC$/, 'Z') : time;
  }

  /** Returns the tags that have a value. */
  private tagsOf(templates: Readonly<Record<string, string>> = {}, scope: Scope): Record<string, string> | undefined {
    const tags = Object.entries(templates)
      .map(([name, template]) => [name, oneLine(this.truncatedText(template, MAX_TAG_VALUE_LENGTH, scope))] as const)
      .filter((tag): tag is [string, string] => tag[1] !== undefined);
    return tags.length === 0 ? undefined : Object.fromEntries(tags);
  }
}

/** Maximum length of a time in characters. */
const MAX_TIME = 100;

function oneLine(text: string | undefined): string | undefined {
  return text?.replaceAll(/\s+/gu, ' ');
}

function withoutUndefined<T extends object>(members: T): T {
  return Object.fromEntries(Object.entries(members).filter(([, value]) => value !== undefined)) as T;
}
