/** Reads the words and numbers of a plain text file from its bytes, and names the line of an error. */
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

const POWERS = Array.from({ length: 23 }, (_, power) => 10 ** power);
/** A further digit on top of this may no longer be held exactly. */
const FULL = Math.floor((Number.MAX_SAFE_INTEGER - 9) / 10);

/** The bytes of a text; whatever is not ASCII becomes a question mark, which no number or keyword has. */
export function asciiBytes(text: string | Uint8Array): Uint8Array {
  if (typeof text !== 'string') return text;
  const bytes = new Uint8Array(text.length);
  for (let at = 0; at < bytes.length; at++) {
    const code = text.charCodeAt(at);
    bytes[at] = code < 128 ? code : 63;
  }
  return bytes;
}

export class Scanner {
  at = 0;
  line = 1;
  private readonly end: number;

  /** `what` names the file in messages, such as "the OBJ". */
  constructor(
    readonly bytes: Uint8Array,
    readonly what: string,
  ) {
    this.end = bytes.length;
  }

  get done(): boolean {
    return this.at >= this.end;
  }

  /** Skips blanks; true at the end of the line or of the file. */
  lineEnds(): boolean {
    while (this.at < this.end) {
      const byte = this.bytes[this.at]!;
      if (byte === SPACE || byte === TAB) this.at++;
      else return byte === NEWLINE || byte === RETURN;
    }
    return true;
  }

  /** To the start of the next line, whatever is left of this one. */
  nextLine(): void {
    while (this.at < this.end) {
      const byte = this.bytes[this.at++]!;
      if (byte !== NEWLINE && byte !== RETURN) continue;
      if (byte === RETURN && this.bytes[this.at] === NEWLINE) this.at++;
      break;
    }
    this.line++;
  }

  /** Skips blanks and line ends; false at the end of the file. */
  seek(): boolean {
    while (this.lineEnds()) {
      if (this.done) return false;
      this.nextLine();
    }
    return true;
  }

  /** The word here, at most 60 characters of it; '' at the end of the line. */
  word(): string {
    if (this.lineEnds()) return '';
    const start = this.at;
    this.skipWord();
    return String.fromCharCode(...this.bytes.subarray(start, Math.min(this.at, start + 60)));
  }

  skipWord(): void {
    while (this.at < this.end && this.bytes[this.at]! > SPACE) this.at++;
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
        // More digits than a double holds, or an exponent: the slow way below.
        if (mantissa > FULL) break;
        mantissa = mantissa * 10 + (byte - ZERO);
        digits++;
        if (after) decimals++;
      } else if (byte === POINT && !after) after = true;
      else break;
    }
    this.at = at;
    const ended = at >= this.end || bytes[at]! <= SPACE;
    // Both are exact, so their quotient is the double nearest to what is written.
    if (ended && digits > 0 && decimals <= 22) {
      const value = mantissa / POWERS[decimals]!;
      return minus ? -value : value;
    }
    return this.slowNumber(start, role);
  }

  /** A whole number with an optional sign, up to the next character that is not a digit. */
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
    // A damaged file's words may be anything: only what can be read is shown.
    return new TtError('INPUT', `line ${this.line} of ${this.what}: ${what.replace(/[^ -~]/g, '?')}`);
  }

  private slowNumber(start: number, role: string): number {
    this.at = start;
    this.skipWord();
    // 800 digits are enough to tell any double from its neighbour.
    const written = String.fromCharCode(...this.bytes.subarray(start, Math.min(this.at, start + 1200)));
    const value = /^[+-]?(\d+\.?\d*|\.\d+)([eE][+-]?\d+)?$/.test(written) ? Number(written) : Number.NaN;
    if (Number.isFinite(value)) return value;
    throw this.wrong(`${role} is "${written.slice(0, 60)}", not a finite number`);
  }
}
