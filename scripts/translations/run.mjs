// `npm run translations` updates client/i18n/translations from the code. `npm run check:translations` only compares them.
import '../require-node.mjs';

const { SOURCE, extract, languages, read, write } = await import('./catalogs.mjs');

const messages = extract();
const found = process.argv.includes('--check') ? check() : update();
for (const line of found) process.stderr.write(`${line}\n`);
if (found.length > 0) process.exitCode = 1;

function check() {
  const same = JSON.stringify(read(SOURCE)) === JSON.stringify(messages);
  return [
    ...(same
      ? []
      : [
          'client/i18n/translations/en.json does not match the code. Run `npm run translations`, and commit what it writes.',
        ]),
    ...languages().flatMap((language) => missing(language, read(language))),
  ];
}

/** Writes every catalog in the same order, one message a line. A message without a translation is empty. */
function update() {
  const old = read(SOURCE);
  write(SOURCE, messages);
  return languages().flatMap((language) => {
    const before = read(language);
    const byMessage = new Map(Object.entries(old).map(([id, message]) => [normalizeSpaces(message), before[id]]));
    const after = Object.fromEntries(
      Object.entries(messages).map(([id, message]) => [
        id,
        before[id] ?? byMessage.get(normalizeSpaces(message)) ?? '',
      ]),
    );
    write(language, after);
    const kept = new Set(Object.values(after));
    const dropped = Object.values(before).filter((translation) => !kept.has(translation));
    return [
      ...dropped.map((translation) => `${language}: no longer used: ${JSON.stringify(translation)}`),
      ...missing(language, after),
    ];
  });
}

/** A message with other line breaks has another id, but the same translation. */
function normalizeSpaces(message) {
  return message.replaceAll(/\s+/g, ' ').trim();
}

function missing(language, translations) {
  return Object.entries(messages)
    .filter(([id]) => !translations[id])
    .map(
      ([id, message]) => `client/i18n/translations/${language}.json: to translate: ${id} ${JSON.stringify(message)}`,
    );
}
