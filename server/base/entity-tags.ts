/** The entity tag of a version (RFC 9110, section 8.8.3): strong, for a version names one definition. */
export function entityTag(version: number): string {
  return `"${version}"`;
}

type EntityTags = '*' | { weak: boolean; tag: string }[];

const LIST_MEMBER = /^(W\/)?("[\x21\x23-\x7e\x80-\xff]*")$/;

/** Undefined where the header is none of RFC 9110, sections 13.1.1 and 13.1.2. */
function parse(header: string): EntityTags | undefined {
  if (header.trim() === '*') return '*';
  const members = header
    .split(/,(?=(?:[^"]*"[^"]*")*[^"]*$)/)
    .map((member) => member.trim())
    .filter((member) => member !== '');
  const tags = members.map((member) => LIST_MEMBER.exec(member));
  if (tags.length === 0 || tags.includes(null)) return undefined;
  return tags.map((match) => ({ weak: match?.[1] !== undefined, tag: match?.[2] ?? '' }));
}

/**
 * Which versions `If-Match` lets be changed: any, or those of a list. Weak tags never match, for the comparison is the
 * strong one (RFC 9110, section 13.1.1), nor does what is not a tag at all.
 */
export function versionsOf(ifMatch: string): 'any' | readonly number[] {
  const tags = parse(ifMatch);
  if (tags === '*') return 'any';
  return (tags ?? []).flatMap(({ weak, tag }) => (!weak && /^"\d{1,15}"$/.test(tag) ? [Number(tag.slice(1, -1))] : []));
}

/** Whether `If-None-Match` names the tag, so that the answer is 304; compared weakly (RFC 9110, section 13.1.2). */
export function isNoneMatch(ifNoneMatch: string, current: string): boolean {
  const tags = parse(ifNoneMatch);
  return tags === '*' || (tags ?? []).some(({ tag }) => tag === current);
}
