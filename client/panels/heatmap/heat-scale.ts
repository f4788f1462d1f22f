/** Steps of the color scale: more could not be told apart, nor found again in the legend. */
export const HEAT_STEPS = 7;

/** Which step of the scale a value has. What is beyond its ends has the step at the end. */
export function heatStep(value: number, low: number, high: number): number {
  const share = (value - low) / (high - low);
  return Math.min(HEAT_STEPS - 1, Math.max(0, Math.floor(share * HEAT_STEPS)));
}
