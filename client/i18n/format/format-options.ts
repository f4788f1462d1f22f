/** A piece of a formatted value: figures and the unit behind them. A duration may have two (`3 d 4 h`). */
export interface ValuePart {
  readonly text: string;
  readonly unit: string;
}

/** A value at which something changes, a threshold: a text never crosses it where the value itself has not. */
export interface Boundary {
  /** In the unit of the value. */
  readonly at: number;
  /** From which side it counts as reached, the boundary itself included. */
  readonly reached: 'above' | 'below';
}

export interface FormatOptions {
  /** The unit as it was pushed: `percent`, `bytes`, `ms`, `EUR`, or any other word, which is shown as it is. */
  readonly unit?: string;
  /** Digits after the point; without it those that were sent, as far as they are worth reading. */
  readonly decimals?: number;
  /** Without zeros at the end: for values that stand still. */
  readonly trim?: boolean;
  /** Never more than the value: for an uptime, which is 100 % only without any failure. */
  readonly roundDown?: boolean;
  /** What rounding must not cross; 100 % is one of them in any case. */
  readonly boundaries?: readonly Boundary[];
  /** BCP 47; without it the viewer's. */
  readonly locale?: string;
}
