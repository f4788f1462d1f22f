/** A random number generator that repeats its values for the same seed. */
export class SeededRandom {
  private state: number;

  constructor(seed: number) {
    this.state = seed | 0;
  }

  /** Returns a number >= 0 and < 1 (mulberry32). */
  fraction(): number {
    this.state = (this.state + 0x6d2b79f5) | 0;
    let mixed = Math.imul(this.state ^ (this.state >>> 15), this.state | 1);
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61);
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32;
  }

  /** Returns an integer >= 0 and < `end`. */
  integer(end: number): number {
    return Math.floor(this.fraction() * end);
  }

  /** Returns true with this probability. */
  chance(probability: number): boolean {
    return this.fraction() < probability;
  }

  pick<T>(choices: readonly [T, ...T[]]): T {
    return choices[this.integer(choices.length)] as T;
  }

  bytes(length: number): Buffer {
    return Buffer.from(Array.from({ length }, () => this.integer(256)));
  }

  /** Returns a string that is likely to reveal bugs. */
  text(): string {
    return this.pick<() => string>([
      () => '',
      () => String(this.integer(1_000)),
      () => `key.${this.integer(50)}`,
      () => 'x'.repeat(1 << this.integer(13)),
      () => this.pick(['null', 'true', '-0', '1e999', 'NaN', '0x1F', '__proto__', 'constructor', 'toString']),
      () =>
        this.pick(['..', '../../etc/passwd', '//', 'a/./b', '%2e%2e', 'C:\\', '\\\\', '*', '[', '(a+)+$', '{{ a }}']),
      () =>
        this.pick(['\u0000', '\ud800', '\uffff', '\u202e', 'ä', '💾', '漢字', 'e\u0301', '\ufeff', '\r\n', ' ', '\t']),
      () =>
        this.pick([
          "'",
          '"',
          "' OR 1=1 --",
          '<script>',
          '${x}',
          ',,,,"',
          '"'.repeat(50),
          ','.repeat(500),
          '['.repeat(500),
        ]),
      () => this.bytes(this.integer(40)).toString('latin1'),
    ])();
  }

  /** Returns a JSON value, a few levels deep, often an unusual one. */
  jsonValue(depth = 0): unknown {
    if (depth > 3 || this.chance(0.6)) {
      return this.pick<() => unknown>([
        () => this.text(),
        () => this.integer(1_000) - 500,
        () => this.pick([0, -0, 1e308, -1e308, 5e-324, 2 ** 53, -(2 ** 63), 0.1, 1e17, 253402300800000]),
        () => this.chance(0.5),
        () => null,
        () => Date.now() - this.integer(1_000_000_000),
      ])();
    }
    const length = this.integer(4);
    if (this.chance(0.5)) return Array.from({ length }, () => this.jsonValue(depth + 1));
    return Object.fromEntries(Array.from({ length }, () => [this.text(), this.jsonValue(depth + 1)]));
  }
}
