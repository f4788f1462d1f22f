import type { InputError } from '../../../wire/problem.js';
import { reasonOf } from '../../base/reason-of.js';
import { normalizeMetricKey } from '../../metrics/external-names.js';
import { MAX_TAG_VALUE } from '../../metrics/tags.js';
import { MAX_TEXT, MAX_TITLE } from '../../records/events/event-input.js';
import { MAX_MESSAGE } from '../../records/statuses/status-report.js';
import { cleanText } from '../../records/texts.js';
import { evaluate, fill, type Scope, textIn } from './expression.js';
import type { Mapping, Rule } from './mapping.js';

/** What a mapping made of a webhook: as if each had been pushed by itself. */
export interface Mapped {
  readonly statuses: readonly MappedOf<'key' | 'state'>[];
  readonly events: readonly MappedOf<'title'>[];
  readonly metrics: readonly MappedOf<'key' | 'value'>[];
}

/** Members as the push endpoints know them, not checked yet, and the rule that they come from, as a path. */
export interface MappedOf<Members extends string> {
  readonly rule: string;
  readonly input: Readonly<Record<Members, unknown>> & Readonly<Record<string, unknown>>;
}

export type Attempt = { readonly mapped: Mapped } | { readonly errors: readonly InputError[] };

/** Items of one webhook beyond these are a mistake, or an attack. */
export const MAX_ITEMS = 1_000;

type Collected = { [K in keyof Mapped]: Mapped[K][number][] };

/** Expressions that look at all of a large body for each of its items would keep the thread from everybody else. */
const MAX_MS = 2_000;
const TOO_SLOW = `takes longer than ${MAX_MS / 1_000} s: look at less of the body for each item, or send less at once`;

/** Applies every rule to a webhook; or says what cannot be made of it, naming the rules. */
export function applyMapping(
  { rules }: Mapping,
  request: Pick<Scope, 'body' | 'headers'>,
  patienceMs = MAX_MS,
): Attempt {
  const end = performance.now() + patienceMs;
  const mapped: Collected = { statuses: [], events: [], metrics: [] };
  const errors: InputError[] = [];
  for (const [index, rule] of rules.entries()) {
    const path = `rules[${index}]`;
    try {
      for (const item of itemsOf(rule, request)) {
        if (performance.now() >= end) throw new Error(TOO_SLOW);
        applyRule(rule, path, { ...request, item }, mapped);
      }
    } catch (error) {
      errors.push({ path, message: reasonOf(error) });
    }
  }
  return errors.length > 0 ? { errors } : { mapped };
}

function applyRule(rule: Rule, path: string, scope: Scope, mapped: Collected): void {
  if (rule.when !== undefined && !isTrue(evaluate(rule.when, scope))) return;
  if (rule.status) mapped.statuses.push({ rule: `${path}.status`, input: toStatus(rule.status, scope) });
  if (rule.event) mapped.events.push({ rule: `${path}.event`, input: toEvent(rule.event, scope) });
  if (rule.metric) mapped.metrics.push({ rule: `${path}.metric`, input: toMetric(rule.metric, scope) });
}

function itemsOf({ each }: Rule, request: Pick<Scope, 'body' | 'headers'>): readonly unknown[] {
  if (each === undefined) return [request.body];
  const found = evaluate(each, { ...request, item: request.body });
  const items: unknown[] = Array.isArray(found) ? found : found === null || found === undefined ? [] : [found];
  if (items.length > MAX_ITEMS)
    throw new Error(`'each' gives ${items.length} items; at most ${MAX_ITEMS} may come at once`);
  return items;
}

/** What JMESPath takes for true. */
function isTrue(value: unknown): boolean {
  if (value === null || value === undefined || value === false || value === '') return false;
  return typeof value !== 'object' || Object.keys(value).length > 0;
}

function toStatus({ key, state, message, at, expectEvery }: NonNullable<Rule['status']>, scope: Scope) {
  return withoutNothing({
    key: keyOf(key, scope),
    state: chosen(state, scope),
    message: cut(message, MAX_MESSAGE, scope),
    at: timeOf(at, scope),
    expectEvery,
  });
}

function toEvent({ title, level, text, at, tags }: NonNullable<Rule['event']>, scope: Scope) {
  return withoutNothing({
    title: titleOf(title, scope),
    level: level === undefined ? undefined : chosen(level, scope),
    text: cut(text, MAX_TEXT, scope),
    at: timeOf(at, scope),
    tags: tagsOf(tags, scope),
  });
}

function toMetric({ key, value, unit, at, tags }: NonNullable<Rule['metric']>, scope: Scope) {
  const found = evaluate(value, scope);
  return withoutNothing({
    key: keyOf(key, scope),
    value: typeof found === 'boolean' ? Number(found) : found,
    unit,
    at: timeOf(at, scope),
    tags: tagsOf(tags, scope),
  });
}

function keyOf(template: string, scope: Scope): string {
  const text = fill(template, scope);
  const segments = text.split('/').filter((segment) => segment !== '');
  const key = normalizeMetricKey(segments.join('/').replaceAll(/\s+/gu, '-'));
  if (key === undefined) throw new Error(`the key '${template}' is empty: nothing of what came is in it`);
  return key;
}

/** A title is one line. */
function titleOf(template: string, scope: Scope): string {
  const title = cut(template, MAX_TITLE, scope)?.replaceAll(/\s+/gu, ' ');
  if (title === undefined) throw new Error(`the title '${template}' is empty: nothing of what came is in it`);
  return title;
}

/** A template's text; undefined if it is empty. */
function cut(template: string | undefined, length: number, scope: Scope): string | undefined {
  return template === undefined ? undefined : cleanText(fill(template, scope), length);
}

function chosen<T extends string>(choice: T | Choice<T>, scope: Scope): T {
  if (typeof choice === 'string') return choice;
  const by = textIn(choice.of, scope).toLowerCase();
  return Object.hasOwn(choice.map, by) ? (choice.map[by] as T) : choice.default;
}

interface Choice<T extends string> {
  readonly of: string;
  readonly map: Readonly<Record<string, T>>;
  readonly default: T;
}

function timeOf(expression: string | undefined, scope: Scope): unknown {
  return expression === undefined ? undefined : (evaluate(expression, scope) ?? undefined);
}

/** Tags that have a value. */
function tagsOf(templates: Readonly<Record<string, string>> = {}, scope: Scope): Record<string, string> | undefined {
  const tags = Object.entries(templates)
    .map(([name, template]) => [name, cut(template, MAX_TAG_VALUE, scope)] as const)
    .filter((tag): tag is [string, string] => tag[1] !== undefined);
  return tags.length === 0 ? undefined : Object.fromEntries(tags);
}

function withoutNothing<T extends object>(members: T): T {
  return Object.fromEntries(Object.entries(members).filter(([, value]) => value !== undefined)) as T;
}
