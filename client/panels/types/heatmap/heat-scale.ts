/** The number of steps of the color scale. More could not be distinguished. */
export const HEAT_STEPS = 7;

/** Returns the step of a value, from 0. Values beyond the ends have the first or last step. */
export function heatStep(value: number, low: number, high: number): number {
  const share = (value - low) / (high - low);
  return Math.min(HEAT_STEPS - 1, Math.max(0, Math.floor(share * HEAT_STEPS)));
}
