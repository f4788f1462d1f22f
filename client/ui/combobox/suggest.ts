/** Something that a combobox offers. */
export interface Suggestion {
  /** What is chosen. */
  readonly value: string;
  /** What it is called, where that is another word. */
  readonly label?: string;
  /** What is worth knowing when choosing: a last value, its age. Not searched. */
  readonly note?: string;
}

/** As many as anybody reads; the rest is found by typing on. */
const MOST_SUGGESTIONS = 50;

export interface Suggested<S extends Suggestion> {
  readonly shown: readonly S[];
  /** How many more match. */
  readonly more: number;
}

/** Those that hold every word of the text, ones that begin with it first, else in their own order. */
export function suggest<S extends Suggestion>(all: readonly S[], text: string): Suggested<S> {
  const words = text.toLowerCase().split(/\s+/).filter(Boolean);
  const first = words[0];
  if (first === undefined) return cut(all);
  const begins: S[] = [];
  const holds: S[] = [];
  for (const suggestion of all) {
    const names = [suggestion.value.toLowerCase(), suggestion.label?.toLowerCase() ?? ''];
    const isBegun = names.some((name) => name.startsWith(first));
    if (words.every((word) => names.some((name) => name.includes(word)))) (isBegun ? begins : holds).push(suggestion);
  }
  return cut([...begins, ...holds]);
}

function cut<S extends Suggestion>(matching: readonly S[]): Suggested<S> {
  const shown = matching.slice(0, MOST_SUGGESTIONS);
  return { shown, more: matching.length - shown.length };
}
