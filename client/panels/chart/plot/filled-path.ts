/** What uPlot draws of a series that has no line, but shapes. */
export interface FilledPath {
  readonly fill: Path2D;
  readonly stroke: null;
  readonly clip: Path2D | null;
  readonly flags: 0;
}
