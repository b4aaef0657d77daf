/** Cells of id columns: what is an id in whatever decoration, what means none, what was rounded or damaged. */
import {
  canBeSegment,
  cellError,
  type IdCell,
  idsInCell,
  isEmptyCell,
  readCell,
} from '../../../src/core/cells/id-cell';
import { parseId } from '../../../src/core/ids';
import { random } from '../../../workbench/random';

const ID = '720575941473274509';
const OTHER = '720575941524660200';
const SUPERVOXEL = '76492475061776745';
const id = (text: string) => ({ kind: 'id', id: text });
const blank = { kind: 'blank' };
const bad = (shown: string) => ({ kind: 'bad', shown });
const roundedId = (shown: string) => ({ kind: 'rounded', shown });

describe('readCell', () => {
  test.each<[string, unknown, unknown]>([
    ['empty text', '', blank],
    ['null', null, blank],
    ['undefined', undefined, blank],
    ['spaces alone', '  \t', blank],
    ['an apostrophe alone', "'", blank],
    ['no-break and zero-width spaces alone', '\u00a0\u200b\ufeff', blank],
    ['an id', ID, id(ID)],
    ['an id between spaces', `  ${ID}\n`, id(ID)],
    ['an id after an apostrophe', `'${ID}`, id(ID)],
    ['an id with a byte order mark', `\ufeff${ID}`, id(ID)],
    ['an id with no-break spaces inside', '720\u00a0575\u00a0941\u00a0473\u00a0274\u00a0509', id(ID)],
    ['thousands separators', '720,575,941,473,274,509', id(ID)],
    ['zero', '0', { kind: 'none', shown: '0' }],
    ['the largest uint64', '18446744073709551615', id('18446744073709551615')],
    ['one more than uint64', '18446744073709551616', bad('18446744073709551616')],
    ['21 digits', '720575941473274509123', bad('720575941473274509123')],
    ['leading zeros', '007', bad('007')],
    ['a sign', '-5', bad('-5')],
    ['a plus', '+5', bad('+5')],
    ['a word', 'abc', bad('abc')],
    ['an id and a word', `${ID} x`, expect.objectContaining(bad(`${ID} x`))],
    ['an id twice', `${ID}, ${ID}`, id(ID)],
    ['separators in the wrong places', '72,0575', bad('72,0575')],
    ['decimals', '720575941473274509.0', roundedId('720575941473274509.0')],
    ['Arabic digits', '٧٢٠', bad('٧٢٠')],
    ['full-width digits', '７２', { kind: 'id', id: '72' }],
    ['hexadecimal', '0xff', bad('0xff')],
    ['a long word, cut to 40', 'x'.repeat(100), bad('x'.repeat(40))],
    ['scientific text', '7.20576E+17', roundedId('7.20576E+17')],
    ['scientific text, small e', '7.20576e17', roundedId('7.20576e17')],
    ['scientific text, comma', '7,20576E+17', roundedId('7,20576E+17')],
    ['scientific text without decimals', '7E+17', roundedId('7E+17')],
    ['a small number', 42, id('42')],
    ['number zero', 0, { kind: 'none', shown: '0' }],
    ['minus zero', -0, { kind: 'none', shown: '0' }],
    ['the largest safe number', 9007199254740991, id('9007199254740991')],
    ['2^53', 2 ** 53, roundedId('9007199254740992')],
    ['a rounded id', Number(ID), roundedId('720575941473274500')],
    ['a number of 22 digits', 1e21, roundedId('1e+21')],
    ['a number with decimals', 1.5, bad('1.5')],
    ['a negative number', -5, bad('-5')],
    ['a negative number with decimals', -1.5, bad('-1.5')],
    ['not a number', Number.NaN, bad('NaN')],
    ['infinity', Number.POSITIVE_INFINITY, bad('Infinity')],
    ['TRUE', true, bad('true')],
    ['FALSE', false, bad('false')],
    ['a list', [ID], bad(ID)],
  ])('%s', (_words, cell, read) => {
    expect(readCell(cell)).toEqual(read);
  });

  test('a date is not an id', () => {
    expect(readCell(new Date(0)).kind).toBe('bad');
  });
});

describe('decorations', () => {
  test.each([
    `"${ID}"`,
    `'${ID}'`,
    `“${ID}”`,
    `‘${ID}’`,
    `«${ID}»`,
    `\`${ID}\``,
    `[${ID}]`,
    `(${ID})`,
    `{${ID}}`,
    `<${ID}>`,
    `["${ID}"]`,
    `${ID},`,
    `${ID};`,
    `${ID}.`,
    `${ID}L`,
    `${ID}l`,
    `${ID}n`,
    `${ID}UL`,
    `${ID}?`,
    `${ID} ?`,
    `${ID}*`,
    `${ID} (left)`,
    `${ID}(left)`,
    `${ID} [L]`,
    `${ID} (v783, 2 of 3)`,
    `${ID} # checked`,
    `${ID} // checked`,
    `${ID} - left`,
    `${ID}, left`,
    `${ID}; DNa02`,
    `${ID}: DNa02`,
    `1 → ${ID}`,
    `1 -> ${ID}`,
    `1 => ${ID}`,
    `→ ${ID}`,
    `1. ${ID}`,
    `12) ${ID}`,
    `3: ${ID}`,
    `• ${ID}`,
    `- ${ID}`,
    `root_id: ${ID}`,
    `pt_root_id = ${ID}`,
    `segment id: ${ID}`,
    `np.uint64(${ID})`,
    `int64(${ID})`,
    `720.575.941.473.274.509`,
    `720'575'941'473'274'509`,
    `720_575_941_473_274_509`,
    `720,575,941,473,274,509 (left)`,
    `\u200b${ID}\u200b`,
    `\r\n${ID}\r\n`,
    `${ID}, ${ID}`,
  ])('%j is the id', (text) => expect(readCell(text)).toEqual(id(ID)));

  test.each([
    ['a word before it', `not ${ID}`],
    ['a sign', `-${ID}`],
    ['inequality', `≠ ${ID}`],
    ['an arrow to a number', `${ID} → 1`],
    ['a sum', `${ID} + 1`],
    ['a letter joined to it', `a${ID}`],
    ['decimals', `${ID},5`],
    ['a damaged id beside it', `${ID} (was 7205759415246)`],
    ['a rounded id beside it', `${ID} (7.20576E+17)`],
    ['too many digits beside it', `${ID}, 720575941524660200123`],
  ])('%s is not certain', (_words, text) => expect(readCell(text).kind).toBe('bad'));

  test('a link is said to be one', () => {
    expect(cellError(readCell(`https://host/?x=${ID}`))?.message).toMatch(/is a link, not an id$/);
  });
});

test.each([
  [`${ID} ${OTHER}`, [ID, OTHER]],
  [`${ID},${OTHER}`, [ID, OTHER]],
  [`${ID}\n${OTHER}\n${SUPERVOXEL}`, [ID, OTHER, SUPERVOXEL]],
  [`[${ID}, ${OTHER}]`, [ID, OTHER]],
  [`["${ID}", "${OTHER}"]`, [ID, OTHER]],
  [`${ID} → ${OTHER}`, [ID, OTHER]],
  [`${ID} (was ${OTHER})`, [ID, OTHER]],
  [`${ID} and ${OTHER}`, [ID, OTHER]],
  ['1, 2, 3', ['1', '2', '3']],
])('%j holds several', (text, ids) => {
  const cell = readCell(text);
  expect(cell).toMatchObject({ kind: 'several', ids });
  expect(idsInCell(cell)).toEqual(ids);
  expect(cellError(cell)).toMatchObject({
    code: 'ID',
    message: expect.stringMatching(`^the cell holds ${ids.length} ids: .*TT_LINK`),
  });
});

test.each([
  '0',
  'NA',
  'na',
  'N/A',
  'n.a.',
  '<NA>',
  'none',
  'None',
  'NaN',
  'null',
  '-',
  '–',
  '—',
  '--',
  '#N/A',
  '0.0',
  '0,0',
  ' none ',
])('%j means none', (text) => {
  const cell = readCell(text);
  expect(cell).toEqual({ kind: 'none', shown: text.trim() });
  expect([isEmptyCell(cell), cellError(cell)]).toEqual([true, null]);
});

test.each(['#REF!', '#VALUE!', '#DIV/0!', '#NAME?', '#NUM!', '#ERROR!', '#BEZUG!', 'Loading...'])(
  'the error %s costs its row alone',
  (text) =>
    expect(cellError(readCell(text))?.message).toBe(`a cell holds the error ${text}: mend its formula first`),
);

test('an error of another formula stays as it is', () => {
  const text = '#TT ROUNDED: 7.2E+17 is a rounded number';
  expect(readCell(text)).toMatchObject({
    kind: 'passed',
    shown: text,
    error: { code: 'ROUNDED', shown: text },
  });
  expect(readCell('#TT PENDING: 2 of 9 done. Refresh to go on')).toMatchObject({ kind: 'passed' });
});

test('a date is said to be one', () => {
  expect(cellError(readCell(new Date(0)))?.message).toMatch(/^the sheet made a date of a cell/);
});

test('counts and coordinates cannot be segments', () => {
  expect(
    ['46', '125283', '9007199254740991', '72057594037927935'].map((text) => canBeSegment(parseId(text)!)),
  ).toEqual([false, false, false, false]);
  expect(['72057594037927936', ID, SUPERVOXEL].map((text) => canBeSegment(parseId(text)!))).toEqual([
    true,
    true,
    true,
  ]);
});

describe('20,000 spellings (seed 13): the meaning is drawn first, and then written', () => {
  const next = random(13);
  const pick = <T>(from: readonly T[]): T => from[Math.floor(next() * from.length)]!;
  const digits = (count: number): string =>
    pick('123456789'.split('')) +
    Array.from({ length: count - 1 }, () => pick('0123456789'.split(''))).join('');
  const anId = (): string =>
    pick([() => `7205759${digits(11)}`, () => digits(17), () => digits(18), () => `1${digits(18)}`])();
  const inThrees = (text: string, mark: string): string => text.replace(/(?=(?:[0-9]{3})+$)(?!^)/g, mark);
  const around = (text: string): string =>
    pick(['', ' ', '\u00a0', '\n', '\ufeff']) + text + pick(['', ' ', '\t', '\u200b']);
  const word = (): string =>
    pick(['left', 'DNa02', 'ok', 'checked by Mei', 'v783', 'R', '2 of 3', 'cell 12']);

  const CERTAIN: ((one: string) => string)[] = [
    (one) => one,
    (one) => inThrees(one, pick([',', '.', "'", '\u00a0', '_'])),
    (one) => pick([`"${one}"`, `'${one}'`, `[${one}]`, `(${one})`, `{${one}}`, `“${one}”`, `<${one}>`]),
    (one) => one + pick([',', ';', 'L', '?', '*', '.', 'n', '!']),
    (one) => `${one} (${word()})`,
    (one) => `${one} # ${word()}`,
    (one) => `${1 + Math.floor(next() * 99)} ${pick(['→', '->'])} ${one}`,
    (one) => `${pick(['id', 'root_id', 'pt_root_id', 'segment id'])}${pick([': ', '=', ' = '])}${one}`,
    (one) => `[${one}]${pick([',', ''])}`,
    (one) => `"${one}" ${pick(['(left)', '# seen', '?'])}`,
  ];

  test('one id in any decoration is that id', () => {
    const wrong: string[] = [];
    for (let i = 0; i < 12_000; i++) {
      const one = anId();
      const text = around(pick(CERTAIN)(one));
      const cell = readCell(text);
      if (cell.kind !== 'id' || cell.id !== one) wrong.push(text);
    }
    expect(wrong).toEqual([]);
  });

  test('several ids are several, in order', () => {
    const wrong: string[] = [];
    for (let i = 0; i < 3000; i++) {
      const ids = [...new Set(Array.from({ length: 2 + Math.floor(next() * 4) }, anId))];
      const text = around(
        ids
          .map((one) => pick(CERTAIN.slice(0, 1))(one))
          .join(pick([', ', ' ', ';', '\n', ' → ', '|', ' / '])),
      );
      if (JSON.stringify(idsInCell(readCell(text))) !== JSON.stringify(ids)) wrong.push(text);
    }
    expect(wrong).toEqual([]);
  });

  /** Each of them names no id for certain, whatever the digits are. */
  const DAMAGED: ((one: string) => string | number)[] = [
    (one) => Number(one),
    (one) => Number(one).toExponential(),
    (one) => `${Number(one).toExponential(5).replace('e', 'E')}`,
    (one) => `${one}.0`,
    (one) => `${one.slice(0, 9)}…${one.slice(-3)}`,
    (one) => `${one.slice(0, -3)}xxx`,
    (one) => `-${one}`,
    (one) => `x${one}`,
    (one) => `${one}${digits(4)}`,
    (one) => `${one}.5`,
    (one) => `${one} (was ${digits(14)})`,
    (one) => `not ${one}`,
    (one) => `https://host/#!${one}`,
    (one) => `${one} - 1`,
  ];

  test('what is damaged is never an id', () => {
    const wrong: unknown[] = [];
    for (let i = 0; i < 5000; i++) {
      const result = pick(DAMAGED)(anId());
      const cell: IdCell = readCell(typeof result === 'string' ? around(result) : result);
      if (idsInCell(cell).length > 0 || cellError(cell) === null) wrong.push(result);
    }
    expect(wrong).toEqual([]);
  });
});
