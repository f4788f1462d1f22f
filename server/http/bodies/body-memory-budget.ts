import { Problem } from '../../common/errors/problem.js';

/** The part of `BodyMemoryBudget` that one request's body uses. */
export interface BodyShare {
  /**
   * Sets the number of bytes in use.
   * @throws Problem 503 if that exceeds the limit; the number then stays as it was
   */
  resize(bytes: number): void;
  /** Releases the bytes; later calls have no effect. */
  release(): void;
}

/**
 * Limits the memory of all request bodies that are being received, decompressed or decoded. Each body also has its own limit, but
 * many small compressed bodies at once could otherwise fill the memory.
 */
export class BodyMemoryBudget {
  private used = 0;

  constructor(private readonly maxBytes: number) {}

  get usedBytes(): number {
    return this.used;
  }

  share(): BodyShare {
    let bytesUsed = 0;
    let isReleased = false;
    return {
      resize: (bytes) => {
        if (isReleased) return;
        if (bytes > bytesUsed && this.used + bytes - bytesUsed > this.maxBytes) {
          throw new Problem(
            503,
            'The bodies of other requests fill the memory for bodies (MAX_BODY_MEMORY). Send this again later.',
          );
        }
        this.used += bytes - bytesUsed;
        bytesUsed = bytes;
      },
      release: () => {
        this.used -= bytesUsed;
        bytesUsed = 0;
        isReleased = true;
      },
    };
  }
}
