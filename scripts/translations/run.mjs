// `npm run translations` brings client/i18n/translations up to date with the code; `npm run check:translations` only says whether it is.
import '../require-node.mjs';

const { SOURCE, extract, languages, read, write } = await import('./catalogs.mjs');

const texts = extract();
const found = process.argv.includes('--check') ? check() : update();
for (const line of found) process.stderr.write(`${line}\n`);
if (found.length > 0) process.exitCode = 1;

function check() {
  const same = JSON.stringify(read(SOURCE)) === JSON.stringify(texts);
  return [
    ...(same
      ? []
      : [
          'client/i18n/translations/en.json is not what the code says: run `npm run translations`, and commit what it writes.',
        ]),
    ...languages().flatMap((language) => missing(language, read(language))),
  ];
}

/** Keeps every catalogue in one order, a line a text, with an empty one where there is something to translate. */
function update() {
  const old = read(SOURCE);
  write(SOURCE, texts);
  return languages().flatMap((language) => {
    const before = read(language);
    const sameWords = new Map(Object.entries(old).map(([id, text]) => [words(text), before[id]]));
    const after = Object.fromEntries(
      Object.entries(texts).map(([id, text]) => [id, before[id] ?? sameWords.get(words(text)) ?? '']),
    );
    write(language, after);
    const kept = new Set(Object.values(after));
    const dropped = Object.values(before).filter((text) => !kept.has(text));
    return [
      ...dropped.map((text) => `${language}: no longer used: ${JSON.stringify(text)}`),
      ...missing(language, after),
    ];
  });
}

/** A line that was broken elsewhere is another text with another id, but needs no other translation. */
function words(text) {
  return text.replaceAll(/\s+/g, ' ').trim();
}

function missing(language, translations) {
  return Object.entries(texts)
    .filter(([id]) => !translations[id])
    .map(([id, text]) => `client/i18n/translations/${language}.json: to translate: ${id} ${JSON.stringify(text)}`);
}
