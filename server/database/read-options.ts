import type { ReadOptions } from './database.js';
import type { Lane } from './worker/reader-pool.js';

/** How a panel's data is read: in the lane given, or in that of previews; stopped when its answer is no longer needed. */
export function readOptionsFor(
  { preview, signal }: { readonly preview?: true; readonly signal: AbortSignal },
  lane: Lane = 'read',
): ReadOptions {
  return { lane: preview ? 'preview' : lane, signal };
}
