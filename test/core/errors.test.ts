/** Every code has its help; every error says its code in a cell, and can be found there again. */
import { CODES, type Code } from '../../src/core/codes';
import {
  asTtError,
  cellText,
  codeInCell,
  notAnIdError,
  resumableError,
  roundedIdError,
  TtError,
} from '../../src/core/errors';

const NAMES = Object.keys(CODES) as Code[];
/** The codes that the design's page of words lists. */
const LISTED =
  'ROUNDED ID UNKNOWN AMBIGUOUS TOKEN TERMS PERMISSION OFF PENDING BUSY DOWN TIMEOUT SHORT BIG NONE COMPANION INPUT LINK';

test('all the listed codes are here', () => {
  expect(NAMES).toEqual(expect.arrayContaining(LISTED.split(' ')));
});

describe.each(NAMES)('%s', (code) => {
  const help = CODES[code];
  test('has a sentence each for when and remedy', () => {
    for (const text of [help.meaning, help.remedy]) {
      expect(text).toMatch(/^[A-Z].*\.$/);
      expect(text.length).toBeGreaterThan(9);
      expect(text.length).toBeLessThan(120);
    }
  });
  test('is found in the cell that shows it', () => {
    const error = new TtError(code, 'say what: and do this');
    expect(cellText(error)).toBe(`#TT ${code}: say what: and do this`);
    expect(codeInCell(cellText(error))).toBe(code);
    expect(error.transient).toBe('transient' in help);
  });
});

test('what may pass is what time can cure', () => {
  expect(NAMES.filter((code) => 'transient' in CODES[code])).toEqual(['PENDING', 'BUSY', 'DOWN', 'TIMEOUT']);
});

test.each<unknown>([
  ['720575941473274509'],
  ['#TT NOSUCH: x'],
  ['#TT'],
  ['#TT ID'],
  [' #TT ID: x'],
  ['#TT toString: x'],
  ['#TT constructor: x'],
  ['#REF!'],
  [42],
  [null],
  [undefined],
  [new Date(0)],
])('%p holds no code', (value) => {
  expect(codeInCell(value)).toBeNull();
});

describe('asTtError', () => {
  test('leaves ours as it is', () => {
    const error = new TtError('BUSY', 'wait', { retryAfter: 4, link: 'https://x.test' });
    expect(asTtError(error)).toBe(error);
    expect([error.retryAfter, error.link, error.name]).toEqual([4, 'https://x.test', 'TtError']);
  });
  test.each<[string, unknown]>([
    ['TypeError', new TypeError('Bearer 0123456789abcdef0123456789abcdef')],
    ['RangeError', new RangeError('secret')],
    ['string', 'secret'],
    ['object', { secret: 1 }],
    ['undefined', undefined],
  ])('keeps the type of a %s alone', (type, thrown) => {
    const error = asTtError(thrown);
    expect(error.code).toBe('FAULT');
    expect(error.message).toBe(`something broke (${type}). Try again, and report it if it stays`);
  });
});

test('where asking again goes on, a cell says so, and how far it is stands apart', () => {
  const error = resumableError('3 of 4 done');
  expect(cellText(error)).toBe('#TT PENDING: 3 of 4 done. Refresh to go on');
  expect([error.resumable, error.progress, error.transient]).toEqual([true, '3 of 4 done', true]);
  const token = '0123456789abcdef0123456789abcdef';
  expect(resumableError(`${token} done`).progress).toBe('[token] done');
  for (const code of NAMES) expect(new TtError(code, 'x. Refresh to go on').resumable).toBe(false);
});

test('the two ways a cell is no id have different remedies', () => {
  expect(cellText(roundedIdError('7.2E+17'))).toBe(
    '#TT ROUNDED: 7.2E+17 is a rounded number: format the column as plain text and paste the ids again',
  );
  expect(cellText(notAnIdError('abc'))).toBe('#TT ID: "abc" is not a segment id');
});
