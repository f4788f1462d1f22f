/** Changes with the board's definition; whoever announces it has all of the board's panels asked again. */
export function boardTopic(slug: string): string {
  return `board:${slug}`;
}
