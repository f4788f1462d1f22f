import { readFileSync, readdirSync } from 'node:fs';
import { describe, expect, it } from '@jest/globals';
import { LANGUAGES } from '../language';

interface Catalogue {
  readonly locale: string;
  readonly translations: Readonly<Record<string, string>>;
}

const read = (file: string): Catalogue =>
  JSON.parse(readFileSync(`client/i18n/translations/${file}`, 'utf8')) as Catalogue;

const english = read('en.json');
const CATALOGUES = readdirSync('client/i18n/translations')
  .filter((file) => file.endsWith('.json'))
  .map(read);

/** What is filled in, sorted: `{$NAME}`, and within plurals `{NAME}` and the number. */
function placeholders(text: string): string[] {
  return [...new Set(text.match(/\{\$?[A-Z][A-Z0-9_]*\}|\{[A-Z_0-9]+, (plural|select)/g))].sort();
}

describe('the catalogues', () => {
  it('are those of the languages that can be chosen', () => {
    expect(CATALOGUES.map(({ locale }) => locale).sort()).toEqual(LANGUAGES.map(({ tag }) => tag as string).sort());
  });

  it('have the same texts in the same order, none missing and none left over', () => {
    for (const { translations } of CATALOGUES) {
      expect(Object.keys(translations)).toEqual(Object.keys(english.translations));
    }
  });

  it('have no text empty, and the same placeholders in every language', () => {
    const faults = CATALOGUES.flatMap(({ locale, translations }) =>
      Object.entries(english.translations)
        .filter(([id, text]) => {
          const translated = translations[id] ?? '';
          return translated === '' || placeholders(translated).join() !== placeholders(text).join();
        })
        .map(([, text]) => `${locale}: ${text}`),
    );
    expect(faults).toEqual([]);
  });

  it('name each case of a plural with its rest', () => {
    for (const { translations } of CATALOGUES) {
      for (const text of Object.values(translations)) {
        if (/, (plural|select), /.test(text)) expect(text).toMatch(/\bother \{/);
      }
    }
  });
});
