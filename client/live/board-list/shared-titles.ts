/** Returns the titles that more than one board has. The list shows the slugs of these boards. */
export function sharedTitles(boards: readonly { readonly title: string }[]): ReadonlySet<string> {
  const titles = boards.map(({ title }) => title);
  return new Set(titles.filter((title, index) => titles.indexOf(title) !== index));
}
