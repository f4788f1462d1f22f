import { Problem } from '../../common/errors/problem.js';

/** What one request's body takes of `BodyMemory`. */
export interface BodyShare {
  /**
   * Sets how many bytes it takes from now on.
   * @throws Problem 503 if the limit would be exceeded; it then keeps what it took before.
   */
  resize(bytes: number): void;
  /** Releases the bytes; later calls have no effect. */
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
            'The bodies of other requests fill the memory for bodies (MAX_BODY_MEMORY). Send this again later.',
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
