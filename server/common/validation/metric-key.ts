export const MAX_KEY_LENGTH = 200;
const ALLOWED = /^[A-Za-z0-9._:/-]+$/;
/** An empty, `.` or `..` segment: at the start, in the middle or at the end. */
const BAD_SEGMENT = /(?:^|\/)\.{0,2}(?:\/|$)/;

/** Returns what is wrong with the key of a metric; undefined if it is valid. */
export function keyProblem(key: string): string | undefined {
  if (key.length === 0) return 'must not be empty';
  if (key.length > MAX_KEY_LENGTH) return `must be at most ${MAX_KEY_LENGTH} characters long`;
  if (!ALLOWED.test(key)) return 'must be made of A-Z a-z 0-9 . _ - : /';
  if (BAD_SEGMENT.test(key)) return "must have no leading, trailing or doubled '/' and no '.' or '..' segment";
  return undefined;
}
