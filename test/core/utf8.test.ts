/** The judge is the decoder of Node, which refuses what is not UTF-8. */
import { toUtf8, utf8 } from '../../src/core/utf8';
import { random } from '../../workbench/random';

const decoder = new TextDecoder('utf-8', { fatal: true, ignoreBOM: true });

const judge = (bytes: Uint8Array): string | null => {
  try {
    return decoder.decode(bytes);
  } catch {
    return null;
  }
};

function decodeText(bytes: Uint8Array): string | null {
  try {
    return utf8(bytes);
  } catch (error) {
    if (error instanceof RangeError) return null;
    throw error;
  }
}

test.each(['', 'plain', 'µ 𝄞 720575940621039145', '\uFEFFa', '\0', '\uFFFF', '\u{10FFFF}'])(
  '%j and back',
  (text) => {
    expect(utf8(toUtf8(text))).toBe(text);
  },
);

test('long text of one, two, three and four bytes a character', () => {
  const text = `${'a'.repeat(8191)}µ${'b'.repeat(20_000)}€𝄞`.repeat(20);
  expect(utf8(toUtf8(text))).toBe(text);
});

test('5,000 texts with a byte changed, cut or left out (seed 71)', () => {
  const next = random(71);
  const pick = (below: number): number => Math.floor(next() * below);
  let refused = 0;
  for (let i = 0; i < 5000; i++) {
    const points = Array.from({ length: 1 + pick(6) }, () => pick([0x80, 0x800, 0xd800, 0x110000][pick(4)]!));
    const bytes = Buffer.from(String.fromCodePoint(...points));
    const at = pick(bytes.length);
    if (pick(2)) bytes[at] = pick(256);
    const damaged = pick(3) ? bytes : pick(2) ? bytes.subarray(0, at) : bytes.subarray(at);
    const expected = judge(damaged);
    if (decodeText(damaged) !== expected) throw new Error(`case ${i}: ${damaged.join(' ')}`);
    if (expected === null) refused++;
  }
  expect(refused).toBeGreaterThan(1250);
});

test('each first byte, and every other byte where a limit lies', () => {
  const edges = [0, 0x7f, 0x80, 0x8f, 0x90, 0x9f, 0xa0, 0xbf, 0xc0, 0xff];
  const wrong: string[] = [];
  for (let a = 0x80; a < 256; a++) {
    for (const b of edges) {
      for (const c of [0x7f, 0x80, 0xbf, 0xc0]) {
        for (const bytes of [[a], [a, b], [a, b, c], [a, b, c, 0x80], [a, b, c, 0xc0]]) {
          if (decodeText(Uint8Array.from(bytes)) !== judge(Uint8Array.from(bytes)))
            wrong.push(bytes.join(' '));
        }
      }
    }
  }
  expect(wrong).toEqual([]);
});

test('to UTF-8 as TextEncoder does it: every code point by steps, pairs, half a pair', () => {
  const encoder = new TextEncoder();
  for (let point = 0; point <= 0x10ffff; point += 997) {
    const text = `a${String.fromCodePoint(point)}b`;
    expect(toUtf8(text)).toEqual(encoder.encode(text));
  }
  for (const text of ['', '\u{1f9e0}', '\ud83e', '\udde0x', 'é̂', '\u07ff\u0800\uffff\u{10000}'])
    expect(toUtf8(text)).toEqual(encoder.encode(text));
});
