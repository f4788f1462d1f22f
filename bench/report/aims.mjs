/** An aim on a number: at most so much. */
export function atMost(value, limit, words) {
  return { words: `<= ${words}`, met: value <= limit };
}

/** An aim on a number: at least so much. */
export function atLeast(value, limit, words) {
  return { words: `>= ${words}`, met: value >= limit };
}

/** An aim on a number: this and no other. */
export function exactly(value, wanted) {
  return { words: `exactly ${wanted}`, met: value === wanted };
}
