/** Returns the words of a search text in lower case. */
export function searchWords(text: string): readonly string[] {
  return text
    .toLowerCase()
    .split(/\s+/)
    .filter((word) => word !== '');
}

/** Whether each of the words (see `searchWords`) is in the title or the text, possibly within a longer word. Case is ignored. */
export function matchesText(words: readonly string[], title: string, text: string | null | undefined): boolean {
  if (words.length === 0) return true;
  const all = `${title}\n${text ?? ''}`.toLowerCase();
  return words.every((word) => all.includes(word));
}
