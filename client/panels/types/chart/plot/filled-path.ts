/** A uPlot path for a series that is drawn as filled shapes, without a line. */
export interface FilledPath {
  readonly fill: Path2D;
  readonly stroke: null;
  readonly clip: Path2D | null;
  readonly flags: 0;
}
