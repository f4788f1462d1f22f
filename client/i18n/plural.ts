import { formatNumber } from './format/format-number';

/** A case of an ICU plural, like `=1 {1 row}` or `other {{COUNT} rows}`. */
const CASE = /(=\d+|zero|one|two|few|many|other)\s*\{((?:[^{}]|\{[A-Z_]+\})*)\}/g;

/** Rules are costly to make, and panels need them with each update. */
const made = new Map<string, Intl.PluralRules>();

/**
 * A sentence about a number of things, in the language of the page. Templates have this from Angular; code says
 * `` plural(rows, $localize`{COUNT, plural, =1 {1 row} other {{COUNT} rows}}`) ``.
 *
 * @param text an ICU plural (Unicode MessageFormat 1), where `{COUNT}` is the number
 */
export function plural(count: number, text: string, language = document.documentElement.lang): string {
  const cases = new Map([...text.matchAll(CASE)].map(([, name, words]) => [name, words]));
  const category = rulesOf(language === '' ? 'en' : language).select(count);
  const words = cases.get(`=${count}`) ?? cases.get(category) ?? cases.get('other') ?? '';
  return words.replaceAll('{COUNT}', formatNumber(count, {}));
}

function rulesOf(language: string): Intl.PluralRules {
  let rules = made.get(language);
  if (!rules) made.set(language, (rules = new Intl.PluralRules(language)));
  return rules;
}
