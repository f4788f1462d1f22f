import { formatNumber } from '../format/number';

/** A case of an ICU plural, like `=1 {1 row}` or `other {{COUNT} rows}`. */
const CASE = /(=\d+|zero|one|two|few|many|other)\s*\{((?:[^{}]|\{[A-Z_]+\})*)\}/g;

/**
 * A sentence about a number of things, in the language of the page. Templates have this from Angular; code says
 * `` plural(rows, $localize`{COUNT, plural, =1 {1 row} other {{COUNT} rows}}`) ``.
 *
 * @param text an ICU plural (Unicode MessageFormat 1), where `{COUNT}` is the number
 */
export function plural(count: number, text: string, language = document.documentElement.lang): string {
  const cases = new Map([...text.matchAll(CASE)].map(([, name, words]) => [name, words]));
  const category = new Intl.PluralRules(language === '' ? 'en' : language).select(count);
  const words = cases.get(`=${count}`) ?? cases.get(category) ?? cases.get('other') ?? '';
  return words.replaceAll('{COUNT}', formatNumber(count, {}));
}
