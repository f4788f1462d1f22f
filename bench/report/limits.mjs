/** A target with an upper limit. `text` is the limit with its unit. */
export function atMost(value, limit, text) {
  return { text: `<= ${text}`, passed: value <= limit };
}

/** A target with a lower limit. `text` is the limit with its unit. */
export function atLeast(value, limit, text) {
  return { text: `>= ${text}`, passed: value >= limit };
}

/** A target with an exact value. */
export function exactly(value, expected) {
  return { text: `exactly ${expected}`, passed: value === expected };
}
