/**
 * A slow and simple JSON reader, one character at a time, for comparison. Long integers become text; NaN and Infinity
 * become null.
 */
import type { Json } from '../../src/core/json';

export function referenceParse(text: string): Json {
  const reader = new Reader(text);
  const value = reader.value();
  reader.space();
  if (reader.at < text.length) throw new SyntaxError(`more text at ${reader.at}`);
  return value;
}

const ESCAPES: Record<string, string> = {
  n: '\n',
  t: '\t',
  r: '\r',
  b: '\b',
  f: '\f',
  '"': '"',
  '\\': '\\',
  '/': '/',
};
const WORDS: Record<string, Json> = {
  null: null,
  true: true,
  false: false,
  NaN: null,
  Infinity: null,
  '-Infinity': null,
};

class Reader {
  at = 0;
  constructor(private readonly text: string) {}

  space(): void {
    while (' \n\r\t'.includes(this.text[this.at] ?? 'end')) this.at++;
  }

  private take(char: string): void {
    if (this.text[this.at] !== char) throw new SyntaxError(`no ${char} at ${this.at}`);
    this.at++;
  }

  value(): Json {
    this.space();
    const char = this.text[this.at];
    if (char === '"') return this.string();
    if (char === '[') return this.list();
    if (char === '{') return this.object();
    for (const [word, value] of Object.entries(WORDS)) {
      if (this.text.startsWith(word, this.at)) {
        this.at += word.length;
        return value;
      }
    }
    return this.number();
  }

  private number(): Json {
    const start = this.at;
    const digits = (): number => {
      const from = this.at;
      while (/[0-9]/.test(this.text[this.at] ?? '')) this.at++;
      if (this.at === from) throw new SyntaxError(`no digit at ${this.at}`);
      return this.at - from;
    };
    if (this.text[this.at] === '-') this.at++;
    const first = this.text[this.at];
    const whole = digits();
    if (first === '0' && whole > 1) throw new SyntaxError('leading zero');
    let integer = true;
    if (this.text[this.at] === '.') {
      integer = false;
      this.at++;
      digits();
    }
    if ((this.text[this.at] ?? '').toLowerCase() === 'e') {
      integer = false;
      this.at++;
      if ('+-'.includes(this.text[this.at] ?? 'end')) this.at++;
      digits();
    }
    const spelled = this.text.slice(start, this.at);
    return integer && whole >= 16 ? spelled : Number(spelled);
  }

  private string(): string {
    this.take('"');
    let value = '';
    for (;;) {
      const char = this.text[this.at++];
      if (char === undefined || char < ' ') throw new SyntaxError('unfinished string');
      if (char === '"') return value;
      if (char !== '\\') {
        value += char;
        continue;
      }
      const escaped = this.text[this.at++] ?? '';
      if (escaped === 'u') {
        const hex = this.text.slice(this.at, this.at + 4);
        if (!/^[0-9a-fA-F]{4}$/.test(hex)) throw new SyntaxError('bad escape');
        value += String.fromCharCode(Number.parseInt(hex, 16));
        this.at += 4;
      } else if (escaped in ESCAPES) value += ESCAPES[escaped];
      else throw new SyntaxError('bad escape');
    }
  }

  private list(): Json[] {
    this.take('[');
    const items: Json[] = [];
    this.space();
    if (this.text[this.at] === ']') {
      this.at++;
      return items;
    }
    for (;;) {
      items.push(this.value());
      this.space();
      if (this.text[this.at] === ']') {
        this.at++;
        return items;
      }
      this.take(',');
    }
  }

  private object(): { [key: string]: Json } {
    this.take('{');
    const fields: { [key: string]: Json } = {};
    this.space();
    if (this.text[this.at] === '}') {
      this.at++;
      return fields;
    }
    for (;;) {
      this.space();
      const key = this.string();
      this.space();
      this.take(':');
      if (Object.hasOwn(fields, key)) throw new SyntaxError('a key stands twice');
      fields[key] = this.value();
      this.space();
      if (this.text[this.at] === '}') {
        this.at++;
        return fields;
      }
      this.take(',');
    }
  }
}
