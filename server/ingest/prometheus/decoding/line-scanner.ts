import { JobError } from '../../../common/errors/job-error.js';

const SHOWN = 80;

const SPACES = /[ \t]*/y;
const QUOTED = /"((?:[^"\\]|\\.)*)"/y;
const ESCAPES = /\\(.)/g;
const UNESCAPED: Readonly<Record<string, string>> = { '\\': '\\', '"': '"', n: '\n' };

/** Scans one line of a text format from left to right. */
export class LineScanner {
  private readonly text: string;
  private readonly line: number;
  private position = 0;

  /** @param line number of the line */
  constructor(text: string, line: number) {
    this.text = text.endsWith('\r') ? text.slice(0, -1) : text;
    this.line = line;
  }

  isAtEnd(): boolean {
    return this.position >= this.text.length;
  }

  isAt(character: string): boolean {
    return this.text[this.position] === character;
  }

  /** @throws JobError 400 if the next character is another one */
  expect(character: string): void {
    if (!this.isAt(character)) throw this.parseError(`'${character}' is expected`);
    this.position += 1;
  }

  skipSpaces(): void {
    this.match(SPACES);
  }

  /** Reads the text that matches a sticky pattern at the current position, or returns undefined. */
  take(pattern: RegExp): string | undefined {
    return this.match(pattern)?.[0];
  }

  /**
   * Reads a quoted text, and returns its unescaped content, or undefined if there is no quote.
   * @throws JobError 400 for an invalid escape
   */
  quoted(): string | undefined {
    return this.match(QUOTED)?.[1]?.replace(ESCAPES, (escape: string, character: string) => {
      const unescaped = UNESCAPED[character];
      if (unescaped === undefined) throw this.parseError(`'${escape}' is not a valid escape`);
      return unescaped;
    });
  }

  /** Returns the rest of the line without surrounding blanks. */
  rest(): string {
    return this.text.slice(this.position).trim();
  }

  parseError(problem: string): JobError {
    const shown = this.text.length > SHOWN ? `${this.text.slice(0, SHOWN)}…` : this.text;
    return new JobError(
      400,
      `text format parsing error in line ${this.line}, '${shown.toWellFormed()}': ${problem}. Nothing was stored.`,
    );
  }

  private match(pattern: RegExp): RegExpExecArray | undefined {
    pattern.lastIndex = this.position;
    const match = pattern.exec(this.text);
    if (!match) return undefined;
    this.position = pattern.lastIndex;
    return match;
  }
}
