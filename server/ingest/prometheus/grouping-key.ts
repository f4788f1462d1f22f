import { isUtf8 } from 'node:buffer';
import { Problem } from '../../common/errors/problem.js';
import { type ExternalTag, externalTags } from '../external-tags.js';

const LABEL = /^(?!__)[A-Za-z_][A-Za-z0-9_]*$/;
const BASE64 = '@base64';
const SHAPE = 'The path must be /metrics/job/<job>{/<label>/<value>}';

/** A group of pushed series. */
export interface GroupingKey {
  readonly labels: readonly ExternalTag[];
  /** Its labels as canonical tags. */
  readonly key: string;
}

/**
 * Parses the labels of a group from the path after `/metrics/`, still percent-encoded: `job/<job>{/<label>/<value>}`, with or without
 * a trailing slash. If a name ends with `@base64`, its value is in base64url with optional padding, which values with a slash need.
 * `=` is the empty value, which means no label.
 *
 * @throws Problem 400
 */
export function parseGroupingKey(path: string): GroupingKey {
  const segments = path.split('/');
  if (segments.length % 2 !== 0 && segments.at(-1) === '') segments.pop();
  if (segments.length % 2 !== 0) throw invalidPath('a label has no value.');
  const labels = new Map<string, string>();
  for (let index = 0; index < segments.length; index += 2) {
    const name = decode(segments[index] as string);
    const value = decode(segments[index + 1] as string);
    const isBase64 = name.endsWith(BASE64);
    const label = labelName(isBase64 ? name.slice(0, -BASE64.length) : name, index);
    if (labels.has(label)) throw invalidPath(`the label '${shortened(label)}' is a duplicate.`);
    labels.set(label, isBase64 ? fromBase64(value) : value);
  }
  if ((labels.get('job') ?? '') === '') throw invalidPath('the job must have a name.');
  const tags = externalTags([[...labels]], { emptyMeansAbsent: true });
  if ('problem' in tags) throw new Problem(400, `The group ${tags.problem}. Nothing was stored.`);
  return { labels: [...labels], key: tags.tags };
}

function labelName(name: string, index: number): string {
  if (index === 0 && name !== 'job') throw invalidPath(`it starts with '${shortened(name)}' instead.`);
  if (!LABEL.test(name)) throw invalidPath(`'${shortened(name)}' is not the name of a label.`);
  return name;
}

function fromBase64(text: string): string {
  const digits = text.replace(/=+$/, '');
  const bytes =
    /^[A-Za-z0-9_-]*$/.test(digits) && digits.length % 4 !== 1 ? Buffer.from(digits, 'base64url') : undefined;
  if (bytes === undefined) throw invalidPath(`'${shortened(text)}' is not base64url.`);
  if (!isUtf8(bytes)) throw invalidPath(`'${shortened(text)}' is not UTF-8 in base64url.`);
  return bytes.toString('utf8');
}

function decode(segment: string): string {
  try {
    return decodeURIComponent(segment);
  } catch {
    throw invalidPath(`'${shortened(segment)}' is not percent-encoded UTF-8.`);
  }
}

function invalidPath(problem: string): Problem {
  return new Problem(400, `${SHAPE}: ${problem}`);
}

function shortened(text: string): string {
  return text.length > 60 ? `${text.slice(0, 60).toWellFormed()}…` : text;
}
