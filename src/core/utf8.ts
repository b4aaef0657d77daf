/**
 * Converts text to UTF-8 and back. Apps Script has no TextDecoder, and decoding one character at a time takes seconds
 * per skeleton file.
 */

/** Bytes per call of String.fromCharCode: its arguments lie on the stack. */
const CHUNK = 8192;

/** Decodes `bytes`. Throws a RangeError if they are not UTF-8: no character is replaced. */
export function utf8(bytes: Uint8Array): string {
  let text = '';
  for (let at = 0; at < bytes.length; ) {
    const start = at;
    const end = Math.min(bytes.length, start + CHUNK);
    while (at < end && bytes[at]! < 0x80) at++;
    if (at > start) text += String.fromCharCode.apply(null, bytes.subarray(start, at) as unknown as number[]);
    else {
      const { point, size } = codePoint(bytes, at);
      text += String.fromCodePoint(point);
      at += size;
    }
  }
  return text;
}

/**
 * The smallest code point of a sequence of 0, 1, 2, 3 or 4 bytes. A longer sequence for a smaller code point is invalid
 * UTF-8.
 */
const LEAST = [0, 0, 0x80, 0x800, 0x10000];

function codePoint(bytes: Uint8Array, at: number): { point: number; size: number } {
  const first = bytes[at]!;
  const size = first >= 0xf0 ? 4 : first >= 0xe0 ? 3 : 2;
  let point = first & (0x7f >> size);
  let whole = first >= 0xc2 && first <= 0xf4;
  for (let i = 1; i < size; i++) {
    const next = bytes[at + i] ?? 0;
    whole &&= (next & 0xc0) === 0x80;
    point = (point << 6) | (next & 0x3f);
  }
  const surrogate = point >= 0xd800 && point <= 0xdfff;
  if (!whole || point < LEAST[size]! || point > 0x10ffff || surrogate) {
    throw new RangeError(`byte ${at} is not UTF-8`);
  }
  return { point, size };
}

/** An unpaired surrogate, which UTF-8 cannot express, becomes U+FFFD, as in a browser's TextEncoder. */
export function toUtf8(text: string): Uint8Array {
  const bytes = new Uint8Array(3 * text.length);
  let to = 0;
  for (const char of text) {
    const point = char.codePointAt(0)!;
    const code = point >= 0xd800 && point <= 0xdfff ? 0xfffd : point;
    const size = code < 0x80 ? 1 : code < 0x800 ? 2 : code < 0x10000 ? 3 : 4;
    if (size === 1) bytes[to] = code;
    else {
      bytes[to] = ((0xf00 >> size) & 0xff) | (code >> (6 * (size - 1)));
      for (let i = 1; i < size; i++) bytes[to + i] = 0x80 | ((code >> (6 * (size - 1 - i))) & 0x3f);
    }
    to += size;
  }
  return bytes.slice(0, to);
}
