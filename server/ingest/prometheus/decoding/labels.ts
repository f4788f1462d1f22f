import { JobError } from '../../../common/errors/job-error.js';
import type { ExternalTag } from '../../external-tags.js';
import { BYTES, eachField, type Reader, readText, tagOf } from '../../protobuf.js';

/** Maximum number of labels of a series, which no real series reaches. */
export const MAX_LABELS = 500;

export function tooManyLabels(): JobError {
  return new JobError(400, `A series has more than ${MAX_LABELS} labels. Nothing was stored.`);
}

const NAME = tagOf(1, BYTES);
const VALUE = tagOf(2, BYTES);

/** Reads a `Label` of remote_write or a `LabelPair` of a client, which have the same fields. */
export function readLabel(reader: Reader, end: number): ExternalTag {
  let name = '';
  let value = '';
  eachField(reader, end, (tag) => {
    if (tag === NAME) name = readText(reader);
    else if (tag === VALUE) value = readText(reader);
    else return false;
    return true;
  });
  return [name, value];
}
