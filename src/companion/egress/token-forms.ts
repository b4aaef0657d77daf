/** Finds a CAVE token in outgoing data: as it is, and in the forms that encodings give it. */

export type FindToken = (part: string | Uint8Array) => boolean;

/**
 * Returns a function that tells whether a text or bytes contain the token in any form; always false if the token is ''.
 */
export function tokenFinder(token: string): FindToken {
  if (token === '') return () => false;
  const spellings = [...new Set([token, token.toLowerCase(), token.toUpperCase()])];
  const plain = [...spellings, ...spellings.map((text) => Buffer.from(text).toString('hex'))];
  const base64 = spellings.flatMap(base64Forms);
  const within = (text: string): boolean => {
    const lower = text.toLowerCase();
    return (
      plain.some((form) => lower.includes(form.toLowerCase())) || base64.some((form) => text.includes(form))
    );
  };
  return (part) => {
    // One character per byte is enough: every form is ASCII.
    const text =
      typeof part === 'string'
        ? part
        : Buffer.from(part.buffer, part.byteOffset, part.length).toString('latin1');
    return within(text) || (ESCAPE.test(text) && unescapedForms(text).some(within));
  };
}

/**
 * In base64 of a longer text the token starts at one of three offsets. Returns its inner characters for each offset.
 */
function base64Forms(token: string): string[] {
  return [0, 1, 2].flatMap((before) => {
    const text = Buffer.from(`${' '.repeat(before)}${token}`)
      .toString('base64')
      .replace(/=+$/, '');
    const first = Math.ceil((before * 8) / 6);
    const last = Math.floor(((before + token.length) * 8) / 6);
    const inner = text.slice(first, last);
    return [inner, inner.replace(/\+/g, '-').replace(/\//g, '_')];
  });
}

const ESCAPE = /%[0-9a-f]{2}|\\u00[0-9a-f]{2}|&#x?[0-9a-f]+;/i;
/** An address inside an address is encoded twice, and so on. */
const MOST_LEVELS = 4;

/** The text after decoding its escapes once, twice, and so on. */
function unescapedForms(text: string): string[] {
  const levels: string[] = [];
  let at = text;
  for (let level = 0; level < MOST_LEVELS && ESCAPE.test(at); level++) {
    at = at
      .replace(/(?:%|\\u00)([0-9a-f]{2})/gi, (_all, hex: string) =>
        // biome-ignore lint/plugin: two hex digits
        String.fromCharCode(Number.parseInt(hex, 16)),
      )
      .replace(/&#(x?)([0-9a-f]{1,6});/gi, (_all, x: string, digits: string) =>
        // biome-ignore lint/plugin: digits that were matched
        String.fromCharCode(Number.parseInt(digits, x === '' ? 10 : 16)),
      );
    levels.push(at);
  }
  return levels;
}
