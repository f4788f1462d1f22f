/** Caches a loaded frame for later requests. */
export interface FrameOwner {
  /** Removes the cached frame. The next request loads it again. */
  drop(): void;
}

/**
 * Limits the memory of all cached frames, measured by their size as JSON. Above the limit the largest frames are dropped
 * first, so that a few large tables do not displace many small frames.
 */
export class FrameMemoryBudget {
  private readonly sizes = new Map<FrameOwner, number>();
  private total = 0;

  constructor(private readonly maxBytes: number) {}

  /** The owner's newest frame has this many bytes. */
  add(owner: FrameOwner, bytes: number): void {
    this.remove(owner);
    this.sizes.set(owner, bytes);
    this.total += bytes;
    while (this.total > this.maxBytes) this.dropLargest();
  }

  /** The owner no longer has a frame. */
  remove(owner: FrameOwner): void {
    this.total -= this.sizes.get(owner) ?? 0;
    this.sizes.delete(owner);
  }

  private dropLargest(): void {
    let largest: { owner: FrameOwner; bytes: number } | undefined;
    for (const [owner, bytes] of this.sizes) {
      if (largest === undefined || bytes > largest.bytes) largest = { owner, bytes };
    }
    if (!largest) return;
    this.remove(largest.owner);
    largest.owner.drop();
  }
}
