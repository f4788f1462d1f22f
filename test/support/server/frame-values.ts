import type { Frame, FrameField } from '../../../wire/schemas/frame.js';

/** Returns the values of the field with this name. */
export function fieldValues(frame: Frame | undefined, name: string): FrameField['values'] | undefined {
  return frame?.fields.find((field) => field.name === name)?.values;
}

/** Returns the last value of the first number field. */
export function lastValue(frame: Frame | undefined): unknown {
  return frame?.fields.find(({ type }) => type === 'number')?.values.at(-1);
}
