/** The codes: each is explained in a sentence and with a remedy, and transient ones are exactly those that pass. */
import { CODES, type CodeHelp } from '../../src/core/codes';

const all = Object.entries<CodeHelp>(CODES);

test.each(all)(
  '%s: a word in capitals, a meaning and a remedy in whole sentences',
  (code, { meaning, remedy }) => {
    expect(code).toMatch(/^[A-Z]+$/);
    for (const sentence of [meaning, remedy]) expect(sentence).toMatch(/^[A-Z].*\.$/);
  },
);

test('transient are those where asking again may help', () => {
  const transient = all.filter(([, help]) => help.transient).map(([code]) => code);
  expect(transient.sort()).toEqual(['BUSY', 'DOWN', 'PENDING', 'TIMEOUT']);
});

test('no two codes mean the same', () => {
  expect(new Set(all.map(([, { meaning }]) => meaning)).size).toBe(all.length);
});
