import type { Others } from '../../../wire/schemas/frame.js';

/** Summarizes the values that a frame leaves out. Infinite sums are clamped, because JSON has no infinity. */
export function summarizeOthers(values: readonly number[]): { readonly others?: Others } {
  if (values.length === 0) return {};
  let [sum, min, max] = [0, Infinity, -Infinity];
  const negative = { count: 0, sum: 0 };
  for (const value of values) {
    sum += value;
    min = Math.min(min, value);
    max = Math.max(max, value);
    if (value >= 0) continue;
    negative.count += 1;
    negative.sum += value;
  }
  const all = { count: values.length, sum: clampToFinite(sum), min, max };
  return {
    others: negative.count === 0 ? all : { ...all, negative: { ...negative, sum: clampToFinite(negative.sum) } },
  };
}

/** Combines the summaries of several frames. */
export function mergeOthers(frames: readonly { readonly others?: Others | undefined }[]): {
  readonly others?: Others;
} {
  const all = frames.flatMap(({ others }) => others ?? []);
  const [first, ...more] = all;
  return first ? { others: more.reduce(join, first) } : {};
}

function join(a: Others, b: Others): Others {
  const negatives = [a, b].flatMap(({ negative }) => negative ?? []);
  return {
    count: a.count + b.count,
    sum: clampToFinite(a.sum + b.sum),
    min: Math.min(a.min, b.min),
    max: Math.max(a.max, b.max),
    ...(negatives.length > 0 && {
      negative: {
        count: negatives.reduce((total, { count }) => total + count, 0),
        sum: clampToFinite(negatives.reduce((total, { sum }) => total + sum, 0)),
      },
    }),
  };
}

function clampToFinite(sum: number): number {
  return Math.min(Math.max(sum, -Number.MAX_VALUE), Number.MAX_VALUE);
}
