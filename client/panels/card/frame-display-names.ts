import type { Query } from '../../../wire/board';
import type { Frame, FrameField } from '../../../wire/frame';
import { displayNamesOf } from '../data/display-names';

/** Sources whose rows are called by keys, in a column `name`. */
const SOURCES_WITH_KEYS: readonly string[] = ['metrics', 'statuses'];

/** A frame whose rows have the names that their keys were made of. The same object where no key escapes anything. */
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
