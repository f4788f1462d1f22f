/** Random choices that a seed repeats. */
export class Random {
  private state: number;

  constructor(seed: number) {
    this.state = seed | 0;
  }

  /** At least 0 and less than 1 (mulberry32). */
  fraction(): number {
    this.state = (this.state + 0x6d2b79f5) | 0;
    let mixed = Math.imul(this.state ^ (this.state >>> 15), this.state | 1);
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61);
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32;
  }

  /** A whole number from 0 to less than `end`. */
  below(end: number): number {
    return Math.floor(this.fraction() * end);
  }

  chance(share: number): boolean {
    return this.fraction() < share;
  }

  of<T>(choices: readonly [T, ...T[]]): T {
    return choices[this.below(choices.length)] as T;
  }

  bytes(length: number): Buffer {
    return Buffer.from(Array.from({ length }, () => this.below(256)));
  }

  /** What programs expect least where they expect a text. */
  text(): string {
    return this.of<() => string>([
      () => '',
      () => String(this.below(1_000)),
      () => `key.${this.below(50)}`,
      () => 'x'.repeat(1 << this.below(13)),
      () => this.of(['null', 'true', '-0', '1e999', 'NaN', '0x1F', '__proto__', 'constructor', 'toString']),
      () => this.of(['..', '../../etc/passwd', '//', 'a/./b', '%2e%2e', 'C:\\', '\\\\', '*', '[', '(a+)+$', '{{ a }}']),
      () =>
        this.of(['\u0000', '\ud800', '\uffff', '\u202e', 'ä', '💾', '漢字', 'e\u0301', '\ufeff', '\r\n', ' ', '\t']),
      () =>
        this.of([
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
      () => this.bytes(this.below(40)).toString('latin1'),
    ])();
  }

  /** Any value of JSON, a few levels deep, odd ones more often than not. */
  json(depth = 0): unknown {
    if (depth > 3 || this.chance(0.6)) {
      return this.of<() => unknown>([
        () => this.text(),
        () => this.below(1_000) - 500,
        () => this.of([0, -0, 1e308, -1e308, 5e-324, 2 ** 53, -(2 ** 63), 0.1, 1e17, 253402300800000]),
        () => this.chance(0.5),
        () => null,
        () => Date.now() - this.below(1_000_000_000),
      ])();
    }
    const length = this.below(4);
    if (this.chance(0.5)) return Array.from({ length }, () => this.json(depth + 1));
    return Object.fromEntries(Array.from({ length }, () => [this.text(), this.json(depth + 1)]));
  }
}
