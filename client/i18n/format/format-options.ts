/** A part of a formatted value: a number and its unit. A duration may have two parts (`3 d 4 h`). */
export interface ValuePart {
  readonly text: string;
  readonly unit: string;
}

/** A threshold that rounding must not cross: the text is on the same side as the value. */
export interface Boundary {
  /** In the unit of the value. */
  readonly at: number;
  /** Whether values above or below have reached the boundary, including the boundary itself. */
  readonly reached: 'above' | 'below';
}

export interface FormatOptions {
  /** The unit as it was pushed: `percent`, `bytes`, `ms`, `EUR`, or any other text, which is shown as it is. */
  readonly unit?: string;
  /** Fraction digits. By default, the original digits up to a reasonable number. */
  readonly decimals?: number;
  /** Whether trailing zeros are omitted, for values that do not change. */
  readonly trim?: boolean;
  /** Whether values are always rounded down, for an uptime that is 100 % only without any failure. */
  readonly roundDown?: boolean;
  /** Boundaries that rounding must not cross. 100 % is always one of them. */
  readonly boundaries?: readonly Boundary[];
  /** BCP 47 tag; by default, the locale of the viewer. */
  readonly locale?: string;
}
