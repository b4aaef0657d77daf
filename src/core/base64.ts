/**
 * Encodes bytes as base64 and decodes them (RFC 4648, with padding), without Node's Buffer or a browser's atob, which
 * Apps Script lacks.
 */

export const BASE64_LETTERS = 'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/';
const CODES = Uint8Array.from(BASE64_LETTERS, (letter) => letter.charCodeAt(0));
const PAD = 61;
/** Characters per call of String.fromCharCode, a multiple of four: a call takes at most some 65,000 arguments. */
const PIECE = 8192;
/** Bytes that are encoded letter by letter. */
const SHORT = 32;

export function toBase64(bytes: Uint8Array): string {
  if (bytes.length <= SHORT) return shortBase64(bytes);
  const codes = new Uint8Array(4 * Math.ceil(bytes.length / 3)).fill(PAD);
  const rest = bytes.length % 3;
  const whole = bytes.length - rest;
  let to = 0;
  for (let from = 0; from < whole; from += 3) {
    const three = (bytes[from]! << 16) | (bytes[from + 1]! << 8) | bytes[from + 2]!;
    codes[to++] = CODES[three >> 18]!;
    codes[to++] = CODES[(three >> 12) & 63]!;
    codes[to++] = CODES[(three >> 6) & 63]!;
    codes[to++] = CODES[three & 63]!;
  }
  if (rest > 0) {
    const last = (bytes[whole]! << 16) | ((bytes[whole + 1] ?? 0) << 8);
    codes[to++] = CODES[last >> 18]!;
    codes[to++] = CODES[(last >> 12) & 63]!;
    if (rest === 2) codes[to] = CODES[(last >> 6) & 63]!;
  }
  let text = '';
  // Spreading a typed array takes eight times as long: it goes through its iterator.
  for (let at = 0; at < codes.length; at += PIECE) {
    text += String.fromCharCode.apply(null, codes.subarray(at, at + PIECE) as unknown as number[]);
  }
  return text;
}

/** For checksums: without the arrays and the call with many arguments, which cost more than a few letters. */
function shortBase64(bytes: Uint8Array): string {
  let text = '';
  for (let from = 0; from < bytes.length; from += 3) {
    const three = (bytes[from]! << 16) | ((bytes[from + 1] ?? 0) << 8) | (bytes[from + 2] ?? 0);
    text += BASE64_LETTERS[three >> 18]! + BASE64_LETTERS[(three >> 12) & 63]!;
    text += from + 1 < bytes.length ? BASE64_LETTERS[(three >> 6) & 63]! : '=';
    text += from + 2 < bytes.length ? BASE64_LETTERS[three & 63]! : '=';
  }
  return text;
}

let values: Int8Array | null = null;

/** Returns null if `text` is not base64: other characters, a wrong length, or non-zero bits after the end. */
export function fromBase64(text: string): Uint8Array | null {
  if (text.length % 4 !== 0) return null;
  if (values === null) {
    values = new Int8Array(128).fill(-1);
    CODES.forEach((code, value) => {
      values![code] = value;
    });
  }
  const padding = text.endsWith('==') ? 2 : text.endsWith('=') ? 1 : 0;
  const length = text.length - padding;
  const bytes = new Uint8Array((text.length / 4) * 3 - padding);
  let bits = 0;
  let pending = 0;
  let to = 0;
  for (let i = 0; i < length; i++) {
    const value = values[text.charCodeAt(i)] ?? -1;
    if (value < 0) return null;
    pending = ((pending << 6) | value) & 0xffffff;
    bits += 6;
    if (bits >= 8) {
      bits -= 8;
      bytes[to++] = (pending >> bits) & 255;
    }
  }
  return (pending & ((1 << bits) - 1)) === 0 ? bytes : null;
}
