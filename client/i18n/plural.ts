import { isLocale } from './language';
import { formatNumber } from './format/format-number';

/** A case of an ICU plural, such as `=1 {1 row}` or `other {{COUNT} rows}`. */
const CASE = /(=\d+|zero|one|two|few|many|other)\s*\{((?:[^{}]|\{[A-Z_]+\})*)\}/g;

/** Cached, because plural rules are expensive to create. */
const rulesByLanguage = new Map<string, Intl.PluralRules>();

/**
 * Returns the text for a number of things, in the language of the page. Templates use ICU expressions of Angular. Code uses
 * `` plural(rows, $localize`{COUNT, plural, =1 {1 row} other {{COUNT} rows}}`) ``.
 *
 * @param text an ICU plural (Unicode MessageFormat 1), where `{COUNT}` is the number
 * @param language that of the page; English if it has none, or one that is not a BCP 47 tag, such as `en_US`
 */
export function plural(count: number, text: string, language = document.documentElement.lang): string {
  const cases = new Map([...text.matchAll(CASE)].map(([, name, content]) => [name, content]));
  const category = rulesOf(isLocale(language) ? language : 'en').select(count);
  const content = cases.get(`=${count}`) ?? cases.get(category) ?? cases.get('other') ?? '';
  return content.replaceAll('{COUNT}', formatNumber(count, {}));
}

function rulesOf(language: string): Intl.PluralRules {
  let rules = rulesByLanguage.get(language);
  if (!rules) rulesByLanguage.set(language, (rules = new Intl.PluralRules(language)));
  return rules;
}
