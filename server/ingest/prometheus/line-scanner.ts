import { JobError } from '../../common/errors/job-error.js';

const SHOWN = 80;

const SPACES = /[ \t]*/y;
const QUOTED = /"((?:[^"\\]|\\.)*)"/y;
const ESCAPES = /\\(.)/g;
const UNESCAPED: Readonly<Record<string, string>> = { '\\': '\\', '"': '"', n: '\n' };

/** One line of a text format, read from left to right. */
export class LineScanner {
  private readonly text: string;
  private readonly line: number;
  private position = 0;

  /** @param line its number. */
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

  /** @throws JobError 400 if something else comes. */
  expect(character: string): void {
    if (!this.isAt(character)) throw this.parseError(`there is no '${character}' where one must be`);
    this.position += 1;
  }

  skipSpaces(): void {
    this.match(SPACES);
  }

  /** What matches a sticky pattern here; undefined if nothing does. */
  take(pattern: RegExp): string | undefined {
    return this.match(pattern)?.[0];
  }

  /**
   * A text in quotes, without them and with what is escaped put right; undefined if there is none.
   * @throws JobError 400 if something is escaped that cannot be.
   */
  quoted(): string | undefined {
    return this.match(QUOTED)?.[1]?.replace(ESCAPES, (escape: string, character: string) => {
      const unescaped = UNESCAPED[character];
      if (unescaped === undefined) throw this.parseError(`'${escape}' is no escape`);
      return unescaped;
    });
  }

  /** What is left of the line, without blanks around it. */
  rest(): string {
    return this.text.slice(this.position).trim();
  }

  parseError(words: string): JobError {
    const shown = this.text.length > SHOWN ? `${this.text.slice(0, SHOWN)}…` : this.text;
    return new JobError(
      400,
      `text format parsing error in line ${this.line}, '${shown.toWellFormed()}': ${words}. Nothing was stored.`,
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
