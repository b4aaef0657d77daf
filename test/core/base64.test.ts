/** Base64 against Node's own, for every length of the last group, and what is not base64. */
import { fromBase64, toBase64 } from '../../src/core/base64';
import { random } from '../../workbench/random';

const SEED = 64;

test(`random bytes there and back, as Node writes them (seed ${SEED})`, () => {
  const next = random(SEED);
  for (const length of [0, 1, 2, 3, 4, 5, 255, 24_575, 24_576, 24_577, 100_000]) {
    const bytes = Uint8Array.from({ length }, () => Math.floor(next() * 256));
    const text = toBase64(bytes);
    expect(text).toBe(Buffer.from(bytes).toString('base64'));
    const back = fromBase64(text)!;
    expect(Buffer.compare(back, bytes)).toBe(0);
  }
});

test.each(['A', 'AB', 'ABC', 'A===', 'AA=A', 'AB==\n', 'A B=', '====', 'ÄAAA', 'AB==AB==', 'AB=='])(
  'not base64: %j',
  (text) => {
    expect(fromBase64(text)).toBeNull();
  },
);
