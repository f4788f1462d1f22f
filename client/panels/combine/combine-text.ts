import { plural } from '../../i18n/plural';
import type { Combine } from './combine-values';

const SERIES: Readonly<Record<Combine, string>> = {
  last: $localize`{COUNT, plural, =1 {newest of 1 series} other {newest of {COUNT} series}}`,
  sum: $localize`{COUNT, plural, =1 {sum of 1 series} other {sum of {COUNT} series}}`,
  avg: $localize`{COUNT, plural, =1 {average of 1 series} other {average of {COUNT} series}}`,
  min: $localize`{COUNT, plural, =1 {min of 1 series} other {min of {COUNT} series}}`,
  max: $localize`{COUNT, plural, =1 {max of 1 series} other {max of {COUNT} series}}`,
};

const VALUES: Readonly<Record<Combine, string>> = {
  last: $localize`{COUNT, plural, =1 {1 value} other {1 of {COUNT} values}}`,
  sum: $localize`{COUNT, plural, =1 {sum of 1 value} other {sum of {COUNT} values}}`,
  avg: $localize`{COUNT, plural, =1 {average of 1 value} other {average of {COUNT} values}}`,
  min: $localize`{COUNT, plural, =1 {min of 1 value} other {min of {COUNT} values}}`,
  max: $localize`{COUNT, plural, =1 {max of 1 value} other {max of {COUNT} values}}`,
};

/** Returns `sum of 3 series`: how a number was combined. Undefined for a single series. */
export function seriesNote(combine: Combine, count: number): string | undefined {
  return count > 1 ? plural(count, SERIES[combine]) : undefined;
}

/** Like `seriesNote` for values without a time. */
export function valuesNote(combine: Combine, count: number): string | undefined {
  return count > 1 ? plural(count, VALUES[combine]) : undefined;
}

/** Returns why values with these units cannot be combined, and what to do. */
export function unitsProblem(units: readonly string[]): string {
  const named = units.join(', ');
  return $localize`These values have different units (${named}:units:) and cannot be combined. Choose “Newest”, or series with the same unit.`;
}
