import { readFileSync, readdirSync } from 'node:fs';
import { describe, expect, it } from '@jest/globals';
import { LANGUAGES } from '../language';

interface Catalog {
  readonly locale: string;
  readonly translations: Readonly<Record<string, string>>;
}

const read = (file: string): Catalog => JSON.parse(readFileSync(`client/i18n/translations/${file}`, 'utf8')) as Catalog;

const english = read('en.json');
const CATALOGS = readdirSync('client/i18n/translations')
  .filter((file) => file.endsWith('.json'))
  .map(read);

/** The placeholders of a text, sorted: `{$NAME}`, and within plurals `{NAME}` and the number. */
function placeholders(text: string): string[] {
  return [...new Set(text.match(/\{\$?[A-Z][A-Z0-9_]*\}|\{[A-Z_0-9]+, (plural|select)/g))].sort();
}

describe('message catalogs', () => {
  it('exist for all languages that can be chosen', () => {
    expect(CATALOGS.map(({ locale }) => locale).sort()).toEqual(LANGUAGES.map(({ tag }) => tag as string).sort());
  });

  it('have the same messages in the same order', () => {
    for (const { translations } of CATALOGS) {
      expect(Object.keys(translations)).toEqual(Object.keys(english.translations));
    }
  });

  it('have no empty message, and the same placeholders in every language', () => {
    const errors = CATALOGS.flatMap(({ locale, translations }) =>
      Object.entries(english.translations)
        .filter(([id, text]) => {
          const translated = translations[id] ?? '';
          return translated === '' || placeholders(translated).join() !== placeholders(text).join();
        })
        .map(([, text]) => `${locale}: ${text}`),
    );
    expect(errors).toEqual([]);
  });

  it('have the case “other” in each plural', () => {
    for (const { translations } of CATALOGS) {
      for (const text of Object.values(translations)) {
        if (/, (plural|select), /.test(text)) expect(text).toMatch(/\bother \{/);
      }
    }
  });
});
