import type { Query } from '../../../wire/schemas/board';
import type { Frame, FrameField } from '../../../wire/schemas/frame';
import { displayNamesOf } from '../data/display-names';

/** Sources whose rows have keys in the column `name`. */
const SOURCES_WITH_KEYS: readonly string[] = ['metrics', 'statuses'];

/** Replaces keys in a frame with the names they were made from. Returns the same object if no key is encoded. */
export function withDisplayNames(frame: Frame, query: Query | undefined): Frame {
  if (!SOURCES_WITH_KEYS.includes(query?.source ?? '')) return frame;
  const fields = frame.fields.map(withDisplayNamesInField);
  return fields.every((field, index) => field === frame.fields[index]) ? frame : { ...frame, fields };
}

function withDisplayNamesInField(field: FrameField): FrameField {
  if (field.name !== 'name' || field.type !== 'string') return field;
  const names = displayNamesOf(field.values.filter((value) => typeof value === 'string'));
  const values = field.values.map((value) => (typeof value === 'string' ? (names.get(value) ?? value) : value));
  return values.every((value, row) => value === field.values[row]) ? field : { ...field, values };
}
