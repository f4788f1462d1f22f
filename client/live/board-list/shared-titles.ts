/** Titles that more than one of the boards has: their addresses tell them apart. */
export function sharedTitles(boards: readonly { readonly title: string }[]): ReadonlySet<string> {
  const titles = boards.map(({ title }) => title);
  return new Set(titles.filter((title, index) => titles.indexOf(title) !== index));
}
