import type { ReadOptions } from './database.js';
import type { Lane } from './worker/reader-pool.js';

/** Returns how a panel's data is read: in the given lane, or for a preview in the lane `preview`. */
export function readOptionsFor(
  { preview, signal }: { readonly preview?: true; readonly signal: AbortSignal },
  lane: Lane = 'read',
): ReadOptions {
  return { lane: preview ? 'preview' : lane, signal };
}
