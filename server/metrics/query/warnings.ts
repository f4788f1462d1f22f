/** What is left out, by all that have something to say of it, as a frame tells it. */
export function joinedNotice(notices: readonly (string | undefined)[]): { notice?: string } {
  const told = notices.filter((notice) => notice !== undefined);
  return told.length === 0 ? {} : { notice: told.join(' ') };
}
