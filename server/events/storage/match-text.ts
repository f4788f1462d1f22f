/** Returns the words of a search text in lower case. */
export function searchTerms(text: string): readonly string[] {
  return text
    .toLowerCase()
    .split(/\s+/)
    .filter((term) => term !== '');
}

/** Whether each of the terms (see `searchTerms`) is in the title or the text, possibly within a longer word. Case is ignored. */
export function matchesText(terms: readonly string[], title: string, text: string | null | undefined): boolean {
  if (terms.length === 0) return true;
  const all = `${title}\n${text ?? ''}`.toLowerCase();
  return terms.every((term) => all.includes(term));
}
