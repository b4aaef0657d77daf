/** What people type and Sheets makes of it, through the formulas of the built bundle, in spreadsheets of several locales. */
import { workbench } from '../../workbench/addon/workbench';

const bench = workbench();
const { book, grid } = bench;
const [ONE, TWO] = bench.cave.truth.sampleCurrent(2) as [string, string];
/** As somebody types it. */
const type = (row: number, column: number, ...lines: string[][]): void => bench.put(row, column, lines);
const shows = (formula: string): unknown => bench.formula(40, 20, formula);

beforeEach(() => {
  grid.clear({ row: 1, column: 1, rows: 60, columns: 26 }, { contents: true, formats: true });
});
afterEach(() => {
  book.locale = 'en_US';
});

test('a version in words is a version, and the year 2001 is refused', () => {
  const as = (words: string) => shows(`=TT_TABLE("cell_info";;"count";;"${words}")`.replace(/;/g, ','));
  expect(as('version 902')).toBe(as('v902'));
  expect(as('version 999')).toMatch(
    /^#TT NONE: version 999 of brain_and_nerve_cord has expired or never was/,
  );
  expect(as('2001-03-01')).toMatch(
    /^#TT INPUT: as_of: 2001-03-01 00:00:00 UTC is before brain_and_nerve_cord began/,
  );
  expect(as('version three')).toMatch(/^#TT INPUT: as_of: "version three" is neither a version nor a time/);
});

test.each([
  ['en_GB', '2026-06-01'],
  ['en_US', '2026-01-06'],
])('01/06/2026 in %s is %s', (locale, day) => {
  book.locale = locale;
  const count = (time: string) => shows(`=TT_TABLE("cell_info", , "count", , "${time}")`);
  const expected = count(day);
  expect(expected).toEqual(expect.any(Number));
  expect(count('01/06/2026')).toBe(expected);
});

test('01/06/2026 is refused where the locale puts the year first', () => {
  book.locale = 'ja_JP';
  expect(shows('=TT_TABLE("cell_info", , "count", , "01/06/2026")')).toMatch(
    /^#TT INPUT: as_of: .*which is the day/,
  );
});

test('a date cell is the moment that the sheet shows, in its zone', () => {
  type(1, 1, ['2026-06-01']);
  expect(shows('=TT_TABLE("cell_info", , "count", , A1)')).toBe(
    shows(
      `=TT_TABLE("cell_info", , "count", , "2026-06-01T00:00${book.timeZone === 'UTC' ? 'Z' : '-04:00'}")`,
    ),
  );
});

test('5/2 and 1.5 become dates in the sheet, and are refused', () => {
  type(1, 1, ['tag', "'=", '5/2']);
  expect(shows('=TT_TABLE("cell_info", A1:C1, "count")')).toMatch(
    /^#TT INPUT: filters: tag: the sheet made a date of a cell: format it as plain text and write the text again/,
  );
  book.locale = 'de_DE';
  type(2, 1, ['1.5', '2', '3']);
  expect(shows('=TT_DISTANCE(A2:C2;"0 0 0")')).toMatch(/^#TT INPUT: a: the sheet made a date of a cell/);
  expect(shows('=TT_COLORS(A2)')).toMatch(/^#TT INPUT: n: the sheet made a date of a cell/);
});

test('decimal commas of the locale, in cells and in texts', () => {
  book.locale = 'de_DE';
  type(1, 1, ['1,5', '2', '3']);
  type(2, 1, ["'1,5; 2; 3"], ["'1.5, 2, 3"]);
  const target = shows('=TT_DISTANCE(A1:C1;"0 0 0")');
  expect(target).toEqual(expect.any(Number));
  expect(shows('=TT_DISTANCE(A2;"0 0 0")')).toBe(target);
  expect(shows('=TT_DISTANCE(A3;"0 0 0")')).toBe(target);
  book.locale = 'en_US';
  expect(shows('=TT_DISTANCE("1,5; 2,5; 3,5", "0 0 0")')).toMatch(/^#TT INPUT: a: .*holds 6 numbers, not 3/);
});

test('truth values, missing and surplus arguments are said', () => {
  expect(shows('=TT_COLORS(TRUE)')).toBe('#TT INPUT: n: a number, not "TRUE"');
  expect(shows('=TT_COLORS()')).toMatch(/^#TT INPUT: n is missing: how many/);
  expect(shows('=TT_IS_CURRENT()')).toMatch(/^#TT INPUT: ids is missing: a cell or a range of segment ids/);
  expect(shows('=TT_COLORS(3, TRUE, 5)')).toBe('#TT INPUT: TT_COLORS takes 2 arguments at most');
  expect(shows(`=TT_IS_CURRENT("${ONE}", "brain_and_nerve_cord", "x")`)).toBe(
    '#TT INPUT: TT_IS_CURRENT takes 2 arguments at most',
  );
});

test('ids as people have them, each row for itself', () => {
  const passed =
    '#TT ROUNDED: 7.2E+17 is a rounded number: format the column as plain text and paste the ids again';
  type(
    1,
    1,
    [`'${ONE}`],
    ["'#N/A"],
    ["'NA"],
    ['0'],
    ["'-"],
    [`'${TWO} (left)`],
    [`'"${ONE}"?`],
    [`'1 → ${TWO}`],
  );
  type(9, 1, [`'${ONE}, ${TWO}, 720575941473274509`], ['46'], [`'${passed}`], ["'#DIV/0!"]);
  bench.formula(1, 3, '=TT_IS_CURRENT(A1:A12)');
  const shown = grid.values({ row: 1, column: 3, rows: 12, columns: 1 }).flat();
  expect(shown.slice(0, 8)).toEqual([true, '', '', '', '', true, true, true]);
  expect(shown[8]).toMatch(/^#TT ID: the cell holds 3 ids: .*TT_LINK or TT_EDITS/);
  expect(shown[9]).toMatch(/^#TT ID: 46 is not a segment id/);
  expect(shown[10]).toBe(passed);
  expect(shown[11]).toMatch(/^#TT ID: a cell holds the error #DIV\/0!/);
});

test('#TT in any argument passes through', () => {
  const text = '#TT BUSY: CAVE asks us to wait 40 s';
  type(1, 1, [`'${text}`], [`'${ONE}`]);
  for (const formula of [
    '=TT_CURRENT_ID(A1)',
    '=TT_DISTANCE(A1, "0 0 0")',
    '=TT_CENTROID(A1)',
    '=TT_TABLE(A1)',
    '=TT_TABLE("cell_info", A1)',
    '=TT_IS_CURRENT(A2, A1)',
    '=TT_LINK(A1)',
    '=TT_LINK(A2, A1)',
    '=TT_STATE(A1)',
    '=TT_LINK_DOCTOR(A1)',
    '=TT_COLORS(A1)',
    '=TT_EDITS(A1)',
    '=TT_COLUMN("Neurons", A1)',
    '=TT_CONVERT_COLONS(A1)',
    '=TT_CONVERT_COORDS(A1, "4 4 40", "8 8 40")',
  ]) {
    expect([formula, shows(formula)]).toEqual([formula, text]);
  }
});

test('a header counts before a letter, below a title, and of two equal ones neither', () => {
  const wide = book.addGrid('Wide');
  const headers = Array.from({ length: 26 }, (_cell, i) => (i === 3 ? 'X' : `h${i}`));
  const row = Array.from({ length: 26 }, (_cell, i) => (i === 0 ? `'${ONE}` : `v${i}`));
  wide.write({ row: 1, column: 1, rows: 3, columns: 26 }, [
    ['All neurons', ...new Array<string>(25).fill('')],
    headers,
    row,
  ]);
  expect(shows('=TT_COLUMN("Wide", "x")')).toBe('v3');
  expect(shows('=TT_COLUMN("Wide", "h5")')).toBe('v5');
  wide.write({ row: 2, column: 8, rows: 1, columns: 1 }, [['h5']]);
  expect(shows('=TT_COLUMN("Wide", "h5")')).toBe(
    '#TT INPUT: col: "h5" stands above columns F and H. Write the letter',
  );
});

test('a link behind a label, several links, and an id among links', () => {
  const url = 'https://spelunker.cave-explorer.org/#!%7B%7D';
  type(
    1,
    1,
    [`=HYPERLINK("${url}", "my view")`],
    [`'${url} https://ngl.flywire.ai/?json_url=https://a/1`],
    [`'${ONE}`],
  );
  const verdict = (cell: string): unknown => {
    shows(`=TT_LINK_DOCTOR(${cell})`);
    return grid.values({ row: 40, column: 20, rows: 1, columns: 2 })[0];
  };
  expect(verdict('A1')).toEqual([
    'not a link',
    expect.stringMatching(/shows a label.*write the address itself/),
  ]);
  expect(verdict('A2')).toEqual(['not a link', 'the cell holds 2 links: write one in each cell']);
  expect(verdict('A3')).toEqual([
    'not a link',
    expect.stringMatching(/is an id, no link and no state’s number/),
  ]);
});

test('the sidebar calls no column of counts ids', () => {
  type(1, 1, ['n_synapses'], ['46'], ['112'], ["'7"]);
  bench.host.ui.select('owner@example.org', grid, { row: 2, column: 1, rows: 1, columns: 1 });
  expect(bench.call('selection', [])).toMatchObject({ ids: 0, header: 'n_synapses' });
  type(1, 2, ['root_id'], [`'${ONE}`], ["'NA"], ['0'], [`'${TWO}?`], ['']);
  bench.host.ui.select('owner@example.org', grid, { row: 2, column: 2, rows: 1, columns: 1 });
  expect(bench.call('selection', [])).toMatchObject({ ids: 2, none: 2, header: 'root_id', damaged: [] });
});
