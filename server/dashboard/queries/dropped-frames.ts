import type { CachedFrame } from './cached-frame.js';

/** Times and sizes of frames that were dropped from memory. Clients may still show them. */
export interface DroppedFrames {
  /** When the oldest of them was loaded, in ms. */
  readonly loadedAt: number;
  /** When the first of them turns late or dead, in ms. */
  readonly nextTransitionAt: number;
  /** The size of the newest of them, in bytes of JSON. */
  readonly bytes: number;
}

/** The frames that were dropped before, and one more. */
export function addDropped({ loadedAt, nextTransitionAt, bytes }: CachedFrame, before?: DroppedFrames): DroppedFrames {
  return {
    loadedAt: before?.loadedAt ?? loadedAt,
    nextTransitionAt: Math.min(nextTransitionAt, before?.nextTransitionAt ?? Infinity),
    bytes,
  };
}
