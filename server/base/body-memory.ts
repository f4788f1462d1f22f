import { Problem } from './problem.js';

/** What one request's body takes of `BodyMemory`. */
export interface BodyShare {
  /**
   * Says how many bytes it takes from now on.
   * @throws Problem 503 if there is no room for more; what it took before it takes on.
   */
  resize(bytes: number): void;
  /** Takes nothing any more; whatever is said later counts for nothing. */
  release(): void;
}

/**
 * How many bytes all request bodies take together that are received, decompressed, or wait until they are decoded. Each body has
 * a limit of its own, but many at once could still take all memory: some kilobytes are decompressed to megabytes.
 */
export class BodyMemory {
  private used = 0;

  constructor(private readonly maxBytes: number) {}

  get usedBytes(): number {
    return this.used;
  }

  share(): BodyShare {
    let taken = 0;
    let isReleased = false;
    return {
      resize: (bytes) => {
        if (isReleased) return;
        if (bytes > taken && this.used + bytes - taken > this.maxBytes) {
          throw new Problem(
            503,
            'The bodies of other requests take all the memory there is for them. Send this again later.',
          );
        }
        this.used += bytes - taken;
        taken = bytes;
      },
      release: () => {
        this.used -= taken;
        taken = 0;
        isReleased = true;
      },
    };
  }
}
