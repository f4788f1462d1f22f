import type { CachedFrame } from './cached-frame.js';

/** What is kept of answers that were dropped from memory while readers may still hold them: everything but their content. */
export interface DroppedFrames {
  /** When the oldest of them was loaded, in ms. */
  readonly loadedAt: number;
  /** When the first of them turns late or dead, in ms. */
  readonly agesAt: number;
  /** How large the newest of them was, in bytes of JSON. */
  readonly bytes: number;
}

/** The answers dropped `before`, and one more. */
export function withDropped({ loadedAt, agesAt, bytes }: CachedFrame, before?: DroppedFrames): DroppedFrames {
  return before
    ? { loadedAt: before.loadedAt, agesAt: Math.min(before.agesAt, agesAt), bytes }
    : { loadedAt, agesAt, bytes };
}
