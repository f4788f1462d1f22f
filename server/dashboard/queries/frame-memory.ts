/** What holds a loaded frame for its next reader. */
export interface FrameHolder {
  /** Gives the frame up: the next reader has it loaded again. */
  drop(): void;
}

/**
 * The frames that are held in memory, by their size as JSON. Beyond the limit the largest are dropped first, so that a few
 * large tables never cost the many small ones.
 */
export class HeldFrames {
  private readonly sizes = new Map<FrameHolder, number>();
  private total = 0;

  constructor(private readonly maxBytes: number) {}

  /** The holder's newest frame takes this many bytes. */
  hold(holder: FrameHolder, bytes: number): void {
    this.release(holder);
    this.sizes.set(holder, bytes);
    this.total += bytes;
    while (this.total > this.maxBytes) this.dropLargest();
  }

  /** The holder has no frame any more. */
  release(holder: FrameHolder): void {
    this.total -= this.sizes.get(holder) ?? 0;
    this.sizes.delete(holder);
  }

  private dropLargest(): void {
    let largest: { holder: FrameHolder; bytes: number } | undefined;
    for (const [holder, bytes] of this.sizes) {
      if (largest === undefined || bytes > largest.bytes) largest = { holder, bytes };
    }
    if (!largest) return;
    this.release(largest.holder);
    largest.holder.drop();
  }
}
