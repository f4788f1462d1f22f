import type { CachedFrame } from './cached-frame.js';

/** Times and sizes of answers that were dropped from memory while readers may still hold them. */
export interface DroppedFrames {
  /** When the oldest of them was loaded, in ms. */
  readonly loadedAt: number;
  /** When the first of them turns late or dead, in ms. */
  readonly agesAt: number;
  /** How large the newest of them was, in bytes of JSON. */
  readonly bytes: number;
}

/** The dropped frames so far, and one more. */
export function addDropped({ loadedAt, agesAt, bytes }: CachedFrame, before?: DroppedFrames): DroppedFrames {
  return { loadedAt: before?.loadedAt ?? loadedAt, agesAt: Math.min(agesAt, before?.agesAt ?? Infinity), bytes };
}
