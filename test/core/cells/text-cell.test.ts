/** Texts, truth values and choices; what the sheet made of typing is refused. */
import { readBooleanCell, readChoice, readTextCell } from '../../../src/core/cells/text-cell';
import { random } from '../../../workbench/random';

test.each<[unknown, unknown]>([
  ['a b', 'a b'],
  ['', ''],
  [5, '5'],
  [-2.5, '-2.5'],
  ['#hash tag', '#hash tag'],
  ['Loading docks', 'Loading docks'],
])('%p is the text %p', (cell, text) => expect(readTextCell(cell)).toBe(text));

test.each<[unknown, RegExp]>([
  [true, /^a text, not TRUE$/],
  [false, /^a text, not FALSE$/],
  [new Date(0), /made a date of a cell: format it as plain text and write the text again/],
  [2 ** 60, /rounded number/],
  [Number.NaN, /rounded number/],
  ['#N/A', /error #N\/A/],
  ['#REF!', /error #REF!/],
  ['#NV', /error #NV/],
  [new Error('x'), /error/],
  [{}, /a text/],
  [null, /a text/],
])('%p is no text', (cell, reason) =>
  expect(readTextCell(cell)).toEqual({ reason: expect.stringMatching(reason) }),
);

test.each<[unknown, boolean | null]>([
  [true, true],
  [1, true],
  [0, false],
  ['TRUE', true],
  [' yes ', true],
  ['No', false],
  ['0', false],
  ['maybe', null],
  [2, null],
  ['', null],
  [new Date(0), null],
  ['#N/A', null],
])('%p is the truth value %p', (cell, value) => {
  const read = readBooleanCell(cell);
  if (value === null) expect(read).toHaveProperty('reason');
  else expect(read).toBe(value);
});

test('a choice in any case; a date or a truth value is none', () => {
  expect(readChoice(' POINT', ['Point', 'line'])).toBe('Point');
  expect(readChoice('\u03bcm', ['nm', '\u00b5m'])).toBe('\u00b5m');
  expect(readChoice('x', ['Point', 'line'])).toEqual({ reason: 'one of Point, line' });
  expect(readChoice(new Date(0), ['a'])).toHaveProperty('reason');
  expect(readChoice(true, ['true'])).toHaveProperty('reason');
});

test('seed 16: 10,000 texts are themselves, unless they are an error of the sheet', () => {
  const next = random(16);
  const SIGNS = [...'abcXYZ019 #!?/-_.äЖ語,;'];
  let errors = 0;
  for (let i = 0; i < 10_000; i++) {
    const text = Array.from(
      { length: 1 + Math.floor(next() * 8) },
      () => SIGNS[Math.floor(next() * SIGNS.length)]!,
    ).join('');
    const read = readTextCell(text);
    // An error is # and capitals, with ! or ? behind, or one of the words for "not there".
    const isError = /^#[A-ZÄÖÜЖ][A-ZÄЖ0-9/._]*[!?]$/.test(text.trim());
    if (isError) errors++;
    expect([text, typeof read === 'string' ? read : 'error']).toEqual([text, isError ? 'error' : text]);
  }
  expect(errors).toBeGreaterThan(0);
});

/** Drawn first, and then written as people and sheets write it. */
const spellWord = (next: () => number, word: string): string => {
  const around = () => [' ', '', '', '\u00a0', '\u200b', '\t', '\ufeff'][Math.floor(next() * 7)]!;
  const letters = [...word].map((sign) => (next() < 0.5 ? sign.toUpperCase() : sign.toLowerCase()));
  return `${around()}${letters.join('')}${around()}`;
};

test('seed 19: 10,000 truth values in any spelling; other words are none', () => {
  const next = random(19);
  const pick = <T>(list: readonly T[]): T => list[Math.floor(next() * list.length)]!;
  const WORDS: Record<string, unknown[]> = {
    true: ['true', 'yes', '1', true, 1],
    false: ['false', 'no', '0', false, 0],
    neither: [
      'maybe',
      'y',
      'n',
      't',
      'f',
      'on',
      'off',
      'wahr',
      'vrai',
      '01',
      '1.0',
      '-1',
      'truee',
      'no!',
      '',
      2,
      -1,
      0.5,
      null,
    ],
  };
  const wrong: unknown[] = [];
  for (let i = 0; i < 10_000; i++) {
    const meaning = pick(Object.keys(WORDS));
    const word = pick(WORDS[meaning]!);
    const cell = typeof word === 'string' ? spellWord(next, word) : word;
    const read = readBooleanCell(cell);
    const found = typeof read === 'object' ? 'neither' : `${read}`;
    if (found !== meaning) wrong.push([cell, meaning, read]);
  }
  expect(wrong).toEqual([]);
});

test('seed 20: 10,000 choices in any case; a word that is no choice names them all', () => {
  const next = random(20);
  const below = (n: number) => Math.floor(next() * n);
  const SIGNS = 'abcdefgµ_- 12';
  const wrong: unknown[] = [];
  for (let i = 0; i < 10_000; i++) {
    const size = 1 + below(5);
    // A number of its own ends each word: none is the beginning of another's spelling.
    const choices = Array.from({ length: size }, (_, k) => {
      const stem = Array.from({ length: 1 + below(6) }, () => SIGNS[below(SIGNS.length)]).join('');
      return `${next() < 0.5 ? 'A' : 'b'}${stem}${k}`;
    });
    const at = below(size + 1);
    const cell = at < size ? spellWord(next, choices[at]!) : `${choices[0]}${size}`;
    const read = readChoice(cell, choices);
    const right =
      at < size
        ? read === choices[at]
        : typeof read === 'object' && read.reason === `one of ${choices.join(', ')}`;
    if (!right) wrong.push([cell, choices, read]);
  }
  expect(wrong).toEqual([]);
});
