import type { FieldValue, FrameField, Tags } from '../../../wire/schemas/frame.js';

/** Creates a column of numbers with `length` nulls. */
export function numberField(name: string, unit: string | null | undefined, tags: Tags, length = 0): FrameField {
  return {
    name,
    type: 'number',
    ...(unit === null || unit === undefined ? {} : { unit }),
    ...(Object.keys(tags).length === 0 ? {} : { tags }),
    values: new Array<FieldValue>(length).fill(null),
  };
}
