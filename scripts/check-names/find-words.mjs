// Finds forbidden words in the names and the prose of one file.
import ts from 'typescript';
import { americanOf } from './british-spelling.mjs';
import { RULES, SPELLING_EXCEPTIONS } from './forbidden-words.mjs';

/** @typedef {{ line: number, word: string, use: string }} Finding `line` 0 is the path. */

const TOKEN = /\p{L}[\p{L}\p{N}_$]*/gu;
const WORD = /\p{Lu}?\p{Ll}+|\p{Lu}+(?!\p{Ll})/gu;
const SCSS_COMMENT = /\/\/.*|\/\*[^]*?\*\//g;

const anywhere = rulesByWord('anywhere');
const inNames = rulesByWord('names');
const endings = rulesByWord('endings');
const phrases = new Map(RULES.flatMap((rule) => rule.phrases?.map((phrase) => [phrase, rule]) ?? []));

/** The same names come many times. */
const findInName = cached((name) => {
  const words = wordsOf(name);
  const sequence = ` ${words.join(' ')} `;
  const found = [
    ...words.flatMap((word) => [...findInWord(word), ...rulesOf(inNames, word)]),
    ...Array.from(phrases.keys()).flatMap((phrase) =>
      sequence.includes(` ${phrase} `) ? rulesOf(phrases, phrase) : [],
    ),
  ];
  const isTypeOrFile = /^\p{Lu}.*\p{Ll}|-/u.test(name);
  return isTypeOrFile ? [...found, ...rulesOf(endings, wordsOf(name.split('.', 1)[0]).at(-1))] : found;
});

/** A word of prose, or a name within prose. */
const findInToken = cached((token) => (wordsOf(token).length > 1 ? findInName(token) : findInWord(token)));

/**
 * @param {string} path relative to the repository
 * @param {string} text
 * @returns {Finding[]}
 */
export function findInText(path, text) {
  const source = /(^|\/)CHANGELOG\.md$/.test(path) ? withoutCode(text) : text;
  const lines = source.split('\n');
  const names = namesIn(path, source);
  const prose = blank(source, names);
  const found = [
    ...names.flatMap(({ name, start }) => findInName(name).map((found) => ({ ...found, name, start }))),
    ...Array.from(prose.matchAll(TOKEN)).flatMap(({ 0: name, index: start }) =>
      findInToken(name).map((found) => ({ ...found, name, start })),
    ),
    ...RULES.filter((rule) => rule.prose).flatMap((rule) =>
      Array.from(prose.matchAll(rule.prose), ({ 0: name, index: start }) => ({
        rule,
        word: name.toLowerCase(),
        name,
        start,
      })),
    ),
  ];
  const lineAt = lineFinder(source);
  return found
    .map((each) => ({ ...each, line: lineAt(each.start) }))
    .filter(({ rule, name, line }) => !isExcepted(rule, { files: path, name, line: lines[line - 1] }))
    .map(({ rule, word, line }) => ({ line, word, use: rule.use }))
    .sort((a, b) => a.line - b.line);
}

/**
 * The names of the file and its folders.
 * @param {string} path relative to the repository
 * @returns {Finding[]}
 */
export function findInPath(path) {
  const found = path.split('/').flatMap((part) => findInName(part).map((found) => ({ ...found, name: part })));
  for (const rule of RULES) {
    const [word] = rule.paths?.exec(path) ?? [];
    if (word !== undefined) found.push({ rule, word, name: path });
  }
  return found
    .filter(({ rule, name }) => !isExcepted(rule, { files: path, name, line: path }))
    .map(({ rule, word }) => ({ line: 0, word, use: rule.use }));
}

/** The identifiers of code, and of styles everything but the comments. Other files have no names, only prose. */
function namesIn(path, text) {
  if (/\.[mc]?[jt]s$/.test(path)) return identifiersOf(path, text);
  if (!/\.s?css$/.test(path)) return [];
  const code = text.replaceAll(SCSS_COMMENT, spaces);
  return Array.from(code.matchAll(/\p{L}[\p{L}\p{N}_-]*/gu), ({ 0: name, index: start }) => ({ name, start }));
}

function identifiersOf(path, text) {
  const kind = path.endsWith('ts') ? ts.ScriptKind.TS : ts.ScriptKind.JS;
  const file = ts.createSourceFile(path, text, ts.ScriptTarget.Latest, false, kind);
  const names = [];
  const visit = (node) => {
    if (ts.isIdentifier(node) || ts.isPrivateIdentifier(node))
      names.push({ name: node.text, start: node.getStart(file) });
    ts.forEachChild(node, visit);
  };
  visit(file);
  return names.filter(({ name }) => name !== '');
}

function findInWord(token) {
  const word = token.toLowerCase();
  const american = americanOf(word);
  return american === undefined
    ? rulesOf(anywhere, word)
    : [{ rule: { use: american, except: SPELLING_EXCEPTIONS }, word }];
}

function rulesOf(rules, word) {
  const rule = rules.get(word);
  return rule ? [{ rule, word }] : [];
}

/** `KNOWN_GO_ON`, `knownGoOn` and `known-go-on.ts` in words. */
function wordsOf(name) {
  return Array.from(name.matchAll(WORD), ([word]) => word.toLowerCase());
}

function isExcepted({ except = [] }, place) {
  return except.some((exception) =>
    ['files', 'name', 'line'].every((key) => exception[key] === undefined || exception[key].test(place[key])),
  );
}

function cached(compute) {
  const results = new Map();
  return (key) => {
    if (!results.has(key)) results.set(key, compute(key));
    return results.get(key);
  };
}

function rulesByWord(key) {
  return new Map(RULES.flatMap((rule) => rule[key]?.split(' ').map((word) => [word, rule]) ?? []));
}

/** The changelog has to mention names that are gone. */
function withoutCode(markdown) {
  return markdown.replaceAll(/`[^`\n]*`/g, spaces);
}

function blank(text, names) {
  let rest = '';
  let end = 0;
  for (const { name, start } of names.toSorted((a, b) => a.start - b.start)) {
    rest += text.slice(end, start) + spaces(name);
    end = start + name.length;
  }
  return rest + text.slice(end);
}

function spaces(text) {
  return text.replaceAll(/\S/g, ' ');
}

/** @returns {(offset: number) => number} the number of the line at an offset, from 1 */
function lineFinder(text) {
  const ends = Array.from(text.matchAll(/\n/g), ({ index }) => index);
  return (offset) => {
    const next = ends.findIndex((end) => end >= offset);
    return (next === -1 ? ends.length : next) + 1;
  };
}
