/** A piece of a formatted value: figures and the unit behind them. A duration may have two (`3 d 4 h`). */
export interface ValuePart {
  readonly text: string;
  readonly unit: string;
}

export interface FormatOptions {
  /** The unit as it was pushed: `percent`, `bytes`, `ms`, `EUR`, or any other word, which is shown as it is. */
  readonly unit?: string;
  /** Digits after the point; without it as many as are worth reading. */
  readonly decimals?: number;
  /** Without zeros at the end: for values that stand still. */
  readonly trim?: boolean;
  /** BCP 47; without it the viewer's. */
  readonly locale?: string;
}
