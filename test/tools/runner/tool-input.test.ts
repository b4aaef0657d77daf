/** One table of inputs through formula, sidebar, command line and companion: read alike, or refused in the same words. */
import type { Cell } from '../../../src/core/table';
import type { ToolAnswer } from '../../../src/tools/companion/wire';
import { unpackCell } from '../../../src/tools/companion/wire';
import {
  byCommandLine,
  byCompanion,
  byFormula,
  bySidebar,
  cave,
  host,
  inTerminal,
  openShells,
  shownCellOf,
  trimRows,
  type Values,
  withoutIds,
} from '../../support/shells';

beforeEach(openShells);
afterEach(() => jest.restoreAllMocks());

/** `sheet`: only a spreadsheet has such cells, or a locale; a companion may be sent them all the same. */
type Where = 'everywhere' | 'sheet' | 'cells';

/** Place of the command line's answer. */
const TERMINAL = 2;

async function everyShell(formula: string, values: Values, where: Where): Promise<unknown[]> {
  const answers: unknown[] = [byFormula(formula, null, values), bySidebar(formula, null, values)];
  if (where === 'everywhere') answers.push(await byCommandLine(formula, null, values));
  if (where !== 'sheet') {
    const answer = (await byCompanion(formula, null, values)) as
      | Extract<ToolAnswer, { table: unknown }>
      | string;
    answers.push(
      typeof answer === 'string'
        ? answer
        : trimRows(answer.table.map((row) => row.map((cell) => shownCellOf(unpackCell(cell))))),
    );
  }
  return answers;
}

const COUNT: Values = { table: 'cell_info', columns: 'count' };
const asOf = (as_of: Cell): Values => ({ ...COUNT, as_of });
/** The older version keeps when a row was made. */
const withFilters = (filters: Cell | Cell[][]): Values => ({ ...COUNT, filters, as_of: 'v888' });
const colors = (alternate_brightness: Cell): Values => ({ n: '3', alternate_brightness });
const layer = (kind: Cell): Values => ({ points: '1 2 3', kind, name: 'a' });
const VIEW = JSON.stringify({
  dimensions: { x: [4e-9, 'm'], y: [4e-9, 'm'], z: [4.5e-8, 'm'] },
  layers: [{ type: 'annotation', name: 'p', annotations: [{ type: 'point', id: '1', point: [1, 2, 3] }] }],
});
const LINK = `https://spelunker.cave-explorer.org/#!${encodeURIComponent(VIEW)}`;
const WRAPPED = `https://www.google.com/url?q=${encodeURIComponent(LINK)}&sa=D`;
const TWICE = LINK.replace(/!.*/, (fragment) => `!${encodeURIComponent(fragment.slice(1))}`);
const state = (text: string): Values => ({ state: text });
const MAY_5 = new Date('2026-05-02T00:00:00Z');
const GB = 'en_GB';
const US = 'en_US';
const DE = 'de_DE';

/** Each is read as the other one, whose reading is certain. */
test.each<[words: string, formula: string, Values, certain: Values, locale: string, Where]>([
  ['a version in words', 'TT_TABLE', asOf('version 902'), asOf('902'), US, 'everywhere'],
  ['a version of two digits more', 'TT_TABLE', asOf('v0902'), asOf('902'), US, 'everywhere'],
  ['full-width signs of a version', 'TT_TABLE', asOf('ｖ９０２'), asOf('902'), US, 'everywhere'],
  ['full-width digits of a number', 'TT_COLORS', { n: '３' }, { n: 3 }, US, 'everywhere'],
  [
    'axes by their names',
    'TT_DISTANCE',
    { a: 'z: 3, y: 2, x: 1', b: '0 0 0' },
    { a: [[1, 2, 3]], b: '0 0 0' },
    US,
    'everywhere',
  ],
  [
    'axes by their names, with decimal commas',
    'TT_DISTANCE',
    { a: 'z: 3,5; y: 2; x: 1', b: '0 0 0' },
    { a: [[1, 2, 3.5]], b: '0 0 0' },
    DE,
    'sheet',
  ],
  [
    'signs of another keyboard',
    'TT_DISTANCE',
    { a: '１，２，３', b: '0、0、0' },
    { a: [[1, 2, 3]], b: [[0, 0, 0]] },
    US,
    'everywhere',
  ],
  ['a link wrapped by a document', 'TT_ANNO_POINTS', state(WRAPPED), state(VIEW), US, 'everywhere'],
  ['a link encoded twice', 'TT_ANNO_POINTS', state(TWICE), state(VIEW), US, 'everywhere'],
  ['a link without a scheme', 'TT_ANNO_POINTS', state(LINK.slice(8)), state(VIEW), US, 'everywhere'],
  ['a link in HTML', 'TT_ANNO_POINTS', state(`<a href="${LINK}">view</a>`), state(VIEW), US, 'everywhere'],
  ['a version with its letter', 'TT_TABLE', asOf('v902'), asOf('902'), US, 'everywhere'],
  ['a version in a number cell', 'TT_TABLE', asOf(902), asOf('902'), US, 'cells'],
  ['the newest version', 'TT_TABLE', asOf(' Latest'), asOf('latest'), US, 'everywhere'],
  ['a day and a month of Britain', 'TT_TABLE', asOf('01/06/2026'), asOf('2026-06-01'), GB, 'sheet'],
  ['a month and a day of the United States', 'TT_TABLE', asOf('01/06/2026'), asOf('2026-01-06'), US, 'sheet'],
  ['a date cell', 'TT_TABLE', asOf(new Date('2026-05-31T22:00:00Z')), asOf('2026-05-31T22:00Z'), US, 'cells'],
  [
    'a time with a zone',
    'TT_TABLE',
    asOf('2026-06-01T09:40+02:00'),
    asOf('2026-06-01 07:40'),
    US,
    'everywhere',
  ],
  [
    'a time of one digit',
    'TT_TABLE',
    withFilters('created < 2024-01-15 9:40'),
    withFilters('created < 2024-01-15T09:40Z'),
    US,
    'everywhere',
  ],
  [
    'a date cell for a time',
    'TT_TABLE',
    withFilters([['created', '<', new Date('2024-01-15T09:40:00Z')]]),
    withFilters('created < 2024-01-15T09:40Z'),
    US,
    'cells',
  ],
  [
    'a date by the locale',
    'TT_TABLE',
    withFilters('created < 15/1/2024 9:40'),
    withFilters('created < 2024-01-15T09:40Z'),
    GB,
    'sheet',
  ],
  [
    'a decimal comma',
    'TT_DISTANCE',
    { a: '1,5; 2; 3', b: '0 0 0' },
    { a: [[1.5, 2, 3]], b: '0 0 0' },
    DE,
    'sheet',
  ],
  [
    'decimal commas in three cells',
    'TT_DISTANCE',
    { a: [['1,5', '2,5', '3']], b: '0 0 0' },
    { a: [[1.5, 2.5, 3]], b: '0 0 0' },
    DE,
    'sheet',
  ],
  [
    'a program’s point in a sheet with commas',
    'TT_DISTANCE',
    { a: '1.5, 2.25, 3', b: '0 0 0' },
    { a: [[1.5, 2.25, 3]], b: '0 0 0' },
    DE,
    'sheet',
  ],
  ['a number in text', 'TT_COLORS', { n: '3' }, { n: 3 }, US, 'everywhere'],
  ['yes for TRUE', 'TT_COLORS', colors(' Yes'), colors(true), US, 'everywhere'],
  ['1 for TRUE', 'TT_COLORS', colors(1), colors(true), US, 'everywhere'],
  ['no for FALSE', 'TT_COLORS', colors('No'), colors(false), US, 'everywhere'],
  ['a choice in capitals', 'TT_ANNO_LAYER', layer(' POINT'), layer('point'), US, 'everywhere'],
  [
    'points in brackets and with labels',
    'TT_DISTANCE',
    { a: '[1, 2, 3]', b: 'x: 0, y: 0, z: 0' },
    { a: [[1, 2, 3]], b: [[0, 0, 0]] },
    US,
    'everywhere',
  ],
  ['a link behind words', 'TT_ANNO_POINTS', state(`my view: ${LINK}`), state(VIEW), US, 'everywhere'],
  ['a link in Markdown', 'TT_ANNO_POINTS', state(`[my view](${LINK})`), state(VIEW), US, 'everywhere'],
  [
    'a number for a text',
    'TT_ANNO_LAYER',
    { ...layer('point'), name: 7 },
    { ...layer('point'), name: '7' },
    US,
    'everywhere',
  ],
])('%s', async (_words, formula, values, certain, locale, where) => {
  host.locale = locale;
  const [expected] = await everyShell(formula, certain, 'sheet');
  expect(String(expected)).not.toContain('#TT');
  for (const answer of await everyShell(formula, values, where)) expect(answer).toEqual(expected);
});

test.each<[words: string, formula: string, Values, RegExp, locale: string, Where]>([
  [
    'a word for a version',
    'TT_TABLE',
    asOf('version three'),
    /^#TT INPUT: as_of: "version three" is neither a version nor a time\. Write latest, live, v3, or a time such as 2026/,
    US,
    'everywhere',
  ],
  [
    'a day that no year has',
    'TT_TABLE',
    asOf('2026-02-30'),
    /^#TT INPUT: as_of: "2026-02-30" is neither/,
    US,
    'everywhere',
  ],
  [
    'midnight as 24:00',
    'TT_TABLE',
    asOf('2026-06-01 24:00'),
    /^#TT INPUT: as_of: "2026-06-01 24:00" is neither/,
    US,
    'everywhere',
  ],
  [
    'seconds since 1970',
    'TT_TABLE',
    asOf('1780000000'),
    /^#TT INPUT: as_of: "1780000000" is neither/,
    US,
    'everywhere',
  ],
  [
    'a zone in letters',
    'TT_TABLE',
    asOf('2026-06-01 09:40 EST'),
    /^#TT INPUT: as_of: .* is neither/,
    US,
    'everywhere',
  ],
  ['the number of a day', 'TT_TABLE', asOf(46174.4), /^#TT INPUT: as_of: "46174.4" is neither/, US, 'cells'],
  [
    'an error in Spanish',
    'TT_TABLE',
    { table: '#¡VALOR!' },
    /^#TT INPUT: table: a cell holds the error #¡VALOR!/,
    US,
    'everywhere',
  ],
  [
    'a cell that loads',
    'TT_TABLE',
    { table: 'Cargando...' },
    /^#TT INPUT: table: a cell holds the error Cargando/,
    US,
    'everywhere',
  ],
  [
    'an axis twice',
    'TT_DISTANCE',
    { a: 'x: 1, y: 2, x: 3', b: '0 0 0' },
    /^#TT INPUT: a: .* names some of its axes/,
    US,
    'everywhere',
  ],
  [
    'dots without thousands',
    'TT_COLORS',
    { n: '1.2.3' },
    /^#TT INPUT: n: holds 1.2.3, which is no number/,
    DE,
    'sheet',
  ],
  [
    'voxels in metres',
    'TT_DISTANCE',
    { a: '1 2 3', b: '0 0 0', resolution: '4e-9, 4e-9, 4e-8' },
    /^#TT INPUT: resolution: .*those are metres/,
    US,
    'everywhere',
  ],
  ['a time of day', 'TT_TABLE', asOf('9:40'), /^#TT INPUT: as_of: "9:40" is neither/, US, 'everywhere'],
  [
    'a date without order',
    'TT_TABLE',
    asOf('01/06/2026'),
    /^#TT INPUT: as_of: "01\/06\/2026" does not say which is the day/,
    'ja_JP',
    'everywhere',
  ],
  [
    'the future',
    'TT_TABLE',
    asOf('2999-01-01'),
    /^#TT INPUT: as_of: 2999-01-01 00:00:00 UTC has not come yet/,
    US,
    'everywhere',
  ],
  [
    'a time before there was anything',
    'TT_TABLE',
    asOf('2001-03-01'),
    /^#TT INPUT: as_of: 2001-03-01 00:00:00 UTC is before brain_and_nerve_cord began, at 20/,
    US,
    'everywhere',
  ],
  [
    'a time of day of the sheet, which is a day of 1899',
    'TT_TABLE',
    asOf(new Date('1899-12-30T09:40:00Z')),
    /^#TT INPUT: as_of: 1899-12-30 09:40:00 UTC is before/,
    US,
    'cells',
  ],
  [
    '5/2 for a text',
    'TT_TABLE',
    withFilters([['tag', '=', MAY_5]]),
    /^#TT INPUT: filters: tag: the sheet made a date of a cell: format it as plain text/,
    US,
    'cells',
  ],
  [
    'a date for a number',
    'TT_TABLE',
    withFilters([['id', '>', MAY_5]]),
    /^#TT ID: filters, id: the sheet made a date of a cell/,
    US,
    'cells',
  ],
  [
    'a truth value for a text',
    'TT_TABLE',
    withFilters([['tag', '=', true]]),
    /^#TT INPUT: filters: tag holds text, not "TRUE"/,
    US,
    'cells',
  ],
  [
    'an error for a text',
    'TT_TABLE',
    withFilters([['tag', '=', '#REF!']]),
    /^#TT INPUT: filters: tag: a cell holds the error #REF!/,
    US,
    'cells',
  ],
  [
    'a date for a table',
    'TT_TABLE',
    { table: MAY_5 },
    /^#TT INPUT: table: the sheet made a date of a cell: format it as plain text and write the text again/,
    US,
    'cells',
  ],
  [
    'a truth value for a table',
    'TT_TABLE',
    { table: true },
    /^#TT INPUT: table: a text, not TRUE/,
    US,
    'cells',
  ],
  [
    'a truth value for a number',
    'TT_COLORS',
    { n: true },
    /^#TT INPUT: n: a number, not "TRUE"/,
    US,
    'cells',
  ],
  [
    'a date for a number of colours',
    'TT_COLORS',
    { n: MAY_5 },
    /^#TT INPUT: n: the sheet made a date of a cell/,
    US,
    'cells',
  ],
  [
    'sixteen in another notation',
    'TT_COLORS',
    { n: '0x10' },
    /^#TT INPUT: n: a number, not "0x10"/,
    US,
    'everywhere',
  ],
  [
    'a number that nothing decides',
    'TT_COLORS',
    { n: '1.000' },
    /^#TT INPUT: n: "1.000" can be read in two ways/,
    DE,
    'sheet',
  ],
  [
    'a decimal comma where points are written',
    'TT_DISTANCE',
    { a: '1,5; 2,5; 3,5', b: '0 0 0' },
    /^#TT INPUT: a: "1,5; 2,5; 3,5" holds 6 numbers/,
    US,
    'everywhere',
  ],
  [
    'a point in two notations',
    'TT_DISTANCE',
    { a: '125.283, 118.263, 2.860', b: '0 0 0' },
    /^#TT INPUT: a: .* can be read in two ways/,
    DE,
    'sheet',
  ],
  ['nothing', 'TT_COLORS', {}, /^#TT INPUT: n is missing: how many/, US, 'everywhere'],
  [
    'a word that is no truth value',
    'TT_COLORS',
    colors('maybe'),
    /^#TT INPUT: alternate_brightness: TRUE or FALSE, not "maybe"/,
    US,
    'everywhere',
  ],
  [
    'a date for a truth value',
    'TT_COLORS',
    colors(MAY_5),
    /^#TT INPUT: alternate_brightness: the sheet made a date of a cell/,
    US,
    'cells',
  ],
  [
    'a word that is no choice',
    'TT_ANNO_LAYER',
    layer('dot'),
    /^#TT INPUT: kind: one of point, /,
    US,
    'everywhere',
  ],
  [
    'an error for a choice',
    'TT_ANNO_LAYER',
    layer('#N/A'),
    /^#TT INPUT: kind: a cell holds the error #N\/A/,
    US,
    'cells',
  ],
  [
    'two links',
    'TT_ANNO_POINTS',
    state('https://a.org/x https://b.org/y'),
    /^#TT [A-Z]+: .*the cell holds 2 links: write one in each cell/,
    US,
    'everywhere',
  ],
  [
    'an id for a link',
    'TT_ANNO_POINTS',
    state('720575941473274509'),
    /^#TT [A-Z]+: .*720575941473274509 is an id, no link/,
    US,
    'everywhere',
  ],
  [
    'a label for a link',
    'TT_ANNO_POINTS',
    state('my view'),
    /^#TT [A-Z]+: .*(label|not a link)/,
    US,
    'everywhere',
  ],
  [
    'an error of another formula',
    'TT_COLORS',
    { n: '#TT BUSY: CAVE asks us to wait 40 s' },
    /^#TT BUSY: CAVE asks us to wait 40 s$/,
    US,
    'everywhere',
  ],
  [
    'an error of another formula among filters',
    'TT_TABLE',
    withFilters([['tag', '=', '#TT NONE: no table']]),
    /^#TT NONE: no table$/,
    US,
    'cells',
  ],
])('%s is refused', async (_words, formula, values, refusal, locale, where) => {
  host.locale = locale;
  const answers = await everyShell(formula, values, where);
  const [first] = answers.flat(2);
  expect(first).toMatch(refusal);
  const terminal = where === 'everywhere' ? TERMINAL : -1;
  answers.forEach((answer, i) => {
    expect([answer].flat(2)).toEqual([i === terminal ? inTerminal(first) : first]);
  });
});

test('an id column as people have it', async () => {
  const [one, two] = cave.sandbox.truth.sampleCurrent(2) as [string, string];
  const passed =
    '#TT ROUNDED: 7.2E+17 is a rounded number: format the column as plain text and paste the ids again';
  const spellings: [cell: string, answer: unknown[]][] = [
    [one, [true]],
    [`"${one}"`, [true]],
    [`${one}?`, [true]],
    [`${one} (left)`, [true]],
    [`1 → ${one}`, [true]],
    [`[${one}]`, [true]],
    [`${one}L`, [true]],
    [`${one} # seen`, [true]],
    [[...one].map((digit) => String.fromCharCode(digit.charCodeAt(0) + 0xfee0)).join(''), [true]],
    [`${one.slice(0, 3)}\u200b${one.slice(3)}`, [true]],
    [`【${one}】`, [true]],
    [`not: ${one}`, [expect.stringMatching(/^#TT ID: .* holds an id and other text/)]],
    ['#N/B', []],
    ['0', []],
    ['NA', []],
    ['none', []],
    ['-', []],
    ['#N/A', []],
    ['#REF!', ['#TT ID: a cell holds the error #REF!: mend its formula first']],
    ['7.20576E+17', [expect.stringMatching(/^#TT ROUNDED: 7.20576E\+17 is a rounded/)]],
    [`${one}.0`, [expect.stringMatching(/^#TT ROUNDED/)]],
    ['abc', ['#TT ID: "abc" is not a segment id']],
    ['46', [expect.stringMatching(/^#TT ID: 46 is not a segment id of/)]],
    [passed, [passed]],
    [two, [true]],
  ];
  const column = spellings.map(([cell]) => cell);
  const target = spellings.map(([, answer]) => answer);
  const rows = byFormula('TT_IS_CURRENT', column, {});
  expect(rows).toEqual(target);
  expect(withoutIds(bySidebar('TT_IS_CURRENT', column, {}))).toEqual(target);
  expect(withoutIds(await byCommandLine('TT_IS_CURRENT', column, {}))).toEqual(inTerminal(target));
  // The companion takes ids alone: its refusal is the row's.
  for (const [cell, [answer]] of spellings.filter(
    ([, [first]]) => typeof first !== 'boolean' && first !== undefined,
  )) {
    const sent = await byCompanion('TT_IS_CURRENT', [cell], {});
    if (cell === '46') continue;
    expect(sent).toEqual(answer);
  }
  for (const [cell] of spellings.slice(0, 11)) {
    expect(await byCompanion('TT_IS_CURRENT', [cell], {})).toMatchObject({
      rows: [{ id: one, cells: [true] }],
    });
  }
});

test('several ids in a cell: the row says how many and which function takes them; a list spreads them', async () => {
  const [one, two] = cave.sandbox.truth.sampleCurrent(2) as [string, string];
  const says = /^#TT ID: the cell holds 2 ids: write one in each row, or use TT_LINK or TT_EDITS/;
  expect(byFormula('TT_IS_CURRENT', [`${one}, ${two}`, one], {})).toEqual([
    [expect.stringMatching(says)],
    [true],
  ]);
  expect(withoutIds(bySidebar('TT_IS_CURRENT', [`${one}, ${two}`, one], {}))).toEqual([
    [expect.stringMatching(says)],
    [true],
  ]);
  expect(await byCompanion('TT_IS_CURRENT', [`${one}, ${two}`], {})).toMatch(says);
  expect(withoutIds(await byCommandLine('TT_IS_CURRENT', [`${one}, ${two}`], {}))).toEqual([[true], [true]]);
});

test('a word among supervoxels is no supervoxel id, in every shell', async () => {
  const says = '#TT ID: "abc" is not a supervoxel id';
  expect(byFormula('TT_ID_FROM_SUPERVOXEL', ['abc'], {})).toBe(says);
  expect(withoutIds(bySidebar('TT_ID_FROM_SUPERVOXEL', null, { supervoxels: 'abc' }))).toEqual([[says]]);
  expect(withoutIds(await byCommandLine('TT_ID_FROM_SUPERVOXEL', null, { supervoxels: 'abc' }))).toEqual([
    [says],
  ]);
  expect(await byCompanion('TT_ID_FROM_SUPERVOXEL', ['abc'], {})).toBe(says);
});

test('what is left out, and one argument too many', () => {
  expect(byFormula('TT_IS_CURRENT', null, {})).toMatch(/^#TT INPUT: ids is missing: a cell or a range/);
  expect(byFormula('TT_IS_CURRENT', [''], {})).toEqual([['']]);
});
