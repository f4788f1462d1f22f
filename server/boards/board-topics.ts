const PREFIX = 'board:';

/** Changes with the definition of the board. Publishing it also loads the data of all of the board's panels again. */
export function boardTopic(slug: string): string {
  return PREFIX + slug;
}

/** The slug of the board whose topic this is; undefined for topics of other things. */
export function slugOfTopic(topic: string): string | undefined {
  return topic.startsWith(PREFIX) ? topic.slice(PREFIX.length) : undefined;
}
