/** Returns the entity tag of a version (RFC 9110, section 8.8.3). It is strong, because a version never changes. */
export function entityTag(version: number): string {
  return `"${version}"`;
}

type EntityTags = '*' | { weak: boolean; tag: string }[];

/** Clients of this server send no longer headers. */
const MAX_LENGTH = 1_024;

/** The separators and the members of a list. They are sticky, so that parsing a header takes linear time. */
const SEPARATORS = /[ \t,]*/y;
const TAG = /(W\/)?("[\x21\x23-\x7e\x80-\xff]*")[ \t]*(?=,|$)/y;

/** Parses `If-Match` or `If-None-Match` (RFC 9110, sections 13.1.1 and 13.1.2); undefined if it is malformed. */
function parse(header: string): EntityTags | undefined {
  if (header.length > MAX_LENGTH) return undefined;
  if (header.trim() === '*') return '*';
  const tags: { weak: boolean; tag: string }[] = [];
  let at = lengthAt(SEPARATORS, header, 0);
  while (at < header.length) {
    const match = matchAt(TAG, header, at);
    if (!match) return undefined;
    tags.push({ weak: match[1] !== undefined, tag: match[2] ?? '' });
    at += match[0].length;
    at += lengthAt(SEPARATORS, header, at);
  }
  return tags.length > 0 ? tags : undefined;
}

function lengthAt(sticky: RegExp, text: string, at: number): number {
  return matchAt(sticky, text, at)?.[0].length ?? 0;
}

function matchAt(sticky: RegExp, text: string, at: number): RegExpExecArray | null {
  sticky.lastIndex = at;
  return sticky.exec(text);
}

/**
 * Returns the versions that `If-Match` names. Weak tags are ignored, because the comparison is strong (RFC 9110, section 13.1.1).
 * A malformed header names no version.
 */
export function parseIfMatch(ifMatch: string): 'any' | readonly number[] {
  const tags = parse(ifMatch);
  if (tags === '*') return 'any';
  return (tags ?? []).flatMap(({ weak, tag }) => (!weak && /^"\d{1,15}"$/.test(tag) ? [Number(tag.slice(1, -1))] : []));
}

/** Whether `If-None-Match` contains the tag, so that the response is 304. The comparison is weak (RFC 9110, section 13.1.2). */
export function matchesIfNoneMatch(ifNoneMatch: string, current: string): boolean {
  const tags = parse(ifNoneMatch);
  return tags === '*' || (tags ?? []).some(({ tag }) => tag === current);
}
