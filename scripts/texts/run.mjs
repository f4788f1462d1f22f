// `npm run texts` brings client/texts up to date with the code; `npm run check:texts` only says whether it is.
import '../require-node.mjs';

const { SOURCE, extract, languages, read, write } = await import('./catalogue.mjs');

const texts = extract();
const found = process.argv.includes('--check') ? check() : update();
for (const line of found) process.stderr.write(`${line}\n`);
if (found.length > 0) process.exitCode = 1;

function check() {
  const same = JSON.stringify(read(SOURCE)) === JSON.stringify(texts);
  return [
    ...(same
      ? []
      : ['client/texts/en.json is not what the code says: run `npm run texts`, and commit what it writes.']),
    ...languages().flatMap((language) => missing(language, read(language))),
  ];
}

/** Keeps every catalogue in one order, a line a text, with an empty one where there is something to translate. */
function update() {
  write(SOURCE, texts);
  return languages().flatMap((language) => {
    const before = read(language);
    const after = Object.fromEntries(Object.keys(texts).map((id) => [id, before[id] ?? '']));
    write(language, after);
    const dropped = Object.entries(before).filter(([id, text]) => texts[id] === undefined && text !== '');
    return [
      ...dropped.map(([, text]) => `${language}: no longer used: ${JSON.stringify(text)}`),
      ...missing(language, after),
    ];
  });
}

function missing(language, translations) {
  return Object.entries(texts)
    .filter(([id]) => !translations[id])
    .map(([id, text]) => `client/texts/${language}.json: to translate: ${id} ${JSON.stringify(text)}`);
}
