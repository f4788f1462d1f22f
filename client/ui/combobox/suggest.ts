/** A suggestion of a combobox. */
export interface Suggestion {
  /** The value of the field if the suggestion is chosen. */
  readonly value: string;
  /** The displayed name, if it differs from the value. */
  readonly label?: string;
  /** Additional information, such as the last value. Not searched. */
  readonly note?: string;
}

/** More suggestions are found by typing more of the name. */
const MAX_SUGGESTIONS = 50;

export interface Suggested<S extends Suggestion> {
  readonly shown: readonly S[];
  /** Number of further matches. */
  readonly more: number;
}

/** Returns the suggestions that contain every word of the text. Those that start with the first word come first. */
export function suggest<S extends Suggestion>(all: readonly S[], text: string): Suggested<S> {
  const terms = text.toLowerCase().split(/\s+/).filter(Boolean);
  const first = terms[0];
  if (first === undefined) return limit(all);
  const startMatches: S[] = [];
  const otherMatches: S[] = [];
  for (const suggestion of all) {
    const names = [suggestion.value.toLowerCase(), suggestion.label?.toLowerCase() ?? ''];
    const startsWithText = names.some((name) => name.startsWith(first));
    if (terms.every((term) => names.some((name) => name.includes(term))))
      (startsWithText ? startMatches : otherMatches).push(suggestion);
  }
  return limit([...startMatches, ...otherMatches]);
}

function limit<S extends Suggestion>(matching: readonly S[]): Suggested<S> {
  const shown = matching.slice(0, MAX_SUGGESTIONS);
  return { shown, more: matching.length - shown.length };
}
