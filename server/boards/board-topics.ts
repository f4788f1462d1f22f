const PREFIX = 'board:';

/** Returns the topic of a board's definition. Publishing it also reloads the data of all panels of the board. */
export function boardTopic(slug: string): string {
  return PREFIX + slug;
}

/** Returns the slug in a board topic, or undefined for other topics. */
export function slugOfTopic(topic: string): string | undefined {
  return topic.startsWith(PREFIX) ? topic.slice(PREFIX.length) : undefined;
}
