/** Reads words and numbers from the bytes of a plain text file; errors name the line. */
import { TtError } from '../../core/errors';

const TAB = 9;
const NEWLINE = 10;
const RETURN = 13;
const SPACE = 32;
const PLUS = 43;
const MINUS = 45;
const POINT = 46;
const ZERO = 48;
const NINE = 57;
const BACKSLASH = 92;
/** No byte: the end of the file. */
const NONE = -1;

const POWERS = Array.from({ length: 23 }, (_, power) => 10 ** power);
/** Above this value, another digit may not be held exactly. */
const FULL = Math.floor((Number.MAX_SAFE_INTEGER - 9) / 10);

export interface ScannerRules {
  /** Starts a comment anywhere in a line, such as #. */
  comment?: string;
  /** True if a backslash at the end of a line continues it. */
  continued?: boolean;
}

export class Scanner {
  at = 0;
  line = 1;
  private readonly end: number;
  private readonly comment: number;
  private readonly continued: boolean;

  /** `what` is the file's name in messages, such as "the OBJ". */
  constructor(
    readonly bytes: Uint8Array,
    readonly what: string,
    { comment, continued = false }: ScannerRules = {},
  ) {
    this.end = bytes.length;
    this.comment = comment ? comment.charCodeAt(0) : NONE;
    this.continued = continued;
  }

  get done(): boolean {
    return this.at >= this.end;
  }

  /** Skips blanks. Returns true at the end of the line or of the file. */
  lineEnds(): boolean {
    while (this.at < this.end) {
      const byte = this.bytes[this.at]!;
      if (byte === SPACE || byte === TAB) this.at++;
      else if (byte === BACKSLASH && this.continues(this.at)) this.nextLine();
      else return byte === NEWLINE || byte === RETURN || byte === this.comment;
    }
    return true;
  }

  /** True if the backslash at `at` continues the line: only blanks follow it. */
  private continues(at: number): boolean {
    if (!this.continued) return false;
    let next = at + 1;
    while (this.bytes[next] === SPACE || this.bytes[next] === TAB) next++;
    return next >= this.end || this.bytes[next] === NEWLINE || this.bytes[next] === RETURN;
  }

  /** True if a word ends before `at`. */
  endsWord(at = this.at): boolean {
    if (at >= this.end) return true;
    const byte = this.bytes[at]!;
    return byte <= SPACE || byte === this.comment || (byte === BACKSLASH && this.continues(at));
  }

  /** Moves to the start of the next line, whatever remains of this one. */
  nextLine(): void {
    while (this.at < this.end) {
      const byte = this.bytes[this.at++]!;
      if (byte !== NEWLINE && byte !== RETURN) continue;
      if (byte === RETURN && this.bytes[this.at] === NEWLINE) this.at++;
      break;
    }
    this.line++;
  }

  /** Moves to the start of the next line that does not continue this one. A comment is never continued. */
  nextStatement(): void {
    while (this.at < this.end) {
      if (this.lineEnds()) break;
      this.at++;
    }
    this.nextLine();
  }

  /** Skips blanks, line ends and comments. Returns false at the end of the file. */
  seek(): boolean {
    while (this.lineEnds()) {
      if (this.done) return false;
      this.nextLine();
    }
    return true;
  }

  /** The current word, at most 60 characters of it; '' at the end of the line. */
  word(): string {
    if (this.lineEnds()) return '';
    const start = this.at;
    this.skipWord();
    return String.fromCharCode(...this.bytes.subarray(start, Math.min(this.at, start + 60)));
  }

  skipWord(): void {
    while (!this.endsWord()) this.at++;
  }

  /** A finite number, correctly rounded; `role` names the expected value in errors. */
  number(role: string): number {
    if (this.lineEnds()) throw this.wrong(`${role} is missing`);
    const { bytes } = this;
    const start = this.at;
    let at = start;
    const minus = bytes[at] === MINUS;
    if (minus || bytes[at] === PLUS) at++;
    let mantissa = 0;
    let digits = 0;
    let decimals = 0;
    let after = false;
    for (; at < this.end; at++) {
      const byte = bytes[at]!;
      if (byte >= ZERO && byte <= NINE) {
        // More digits than a double holds, or an exponent: the slower code below reads it.
        if (mantissa > FULL) break;
        mantissa = mantissa * 10 + (byte - ZERO);
        digits++;
        if (after) decimals++;
      } else if (byte === POINT && !after) after = true;
      else break;
    }
    this.at = at;
    const atEnd = this.endsWord(at);
    // Both are exact, so their quotient is the double nearest to the decimal text.
    if (atEnd && digits > 0 && decimals <= 22) {
      const value = mantissa / POWERS[decimals]!;
      return minus ? -value : value;
    }
    return this.slowNumber(start, role);
  }

  /** As `number`, but returns NaN for "nan", "inf" and the forms that C libraries write for them. */
  anyNumber(role: string): number {
    if (this.lineEnds()) throw this.wrong(`${role} is missing`);
    const start = this.at;
    const first = this.bytes[start]! | 32;
    const second = this.bytes[start + 1]! | 32;
    // n, i, or one of them after a sign. "1.#IND" and similar words start like numbers.
    if (
      [first, second].some((letter) => letter === 110 || letter === 105) ||
      this.bytes[start + 2] === 35 ||
      this.bytes[start + 3] === 35
    ) {
      const word = this.word();
      if (/^[+-]?(?:nan(?:\([^)]*\))?|inf(?:inity)?|\d\.#[a-z]+\d*)$/i.test(word)) return Number.NaN;
      this.at = start;
    }
    return this.number(role);
  }

  /** An integer with an optional sign; ends at the next character that is not a digit. */
  integer(role: string): number {
    if (this.lineEnds()) throw this.wrong(`${role} is missing`);
    const start = this.at;
    const minus = this.bytes[this.at] === MINUS;
    if (minus) this.at++;
    const first = this.at;
    let value = 0;
    while (this.at < this.end && this.bytes[this.at]! >= ZERO && this.bytes[this.at]! <= NINE) {
      value = value * 10 + (this.bytes[this.at++]! - ZERO);
    }
    if (this.at === first || value > Number.MAX_SAFE_INTEGER) {
      this.at = start;
      throw this.wrong(`${role} is "${this.word()}", not a whole number`);
    }
    return minus ? -value : value;
  }

  wrong(what: string): TtError {
    // The words of a damaged file may contain anything, so only printable ASCII is shown.
    return new TtError('INPUT', `line ${this.line} of ${this.what}: ${what.replace(/[^ -~]/g, '?')}`);
  }

  private slowNumber(start: number, role: string): number {
    this.at = start;
    this.skipWord();
    // 800 digits are enough to distinguish any double from its neighbour.
    const text = String.fromCharCode(...this.bytes.subarray(start, Math.min(this.at, start + 1200)));
    // biome-ignore lint/plugin: a number that was checked
    const value = /^[+-]?(\d+\.?\d*|\.\d+)([eE][+-]?\d+)?$/.test(text) ? Number(text) : Number.NaN;
    if (Number.isFinite(value)) return value;
    throw this.wrong(`${role} is "${text.slice(0, 60)}", not a finite number`);
  }
}
